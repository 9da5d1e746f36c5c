# Sourced by deploy/bench: what is due among many. Bash.
# shellcheck shell=bash disable=SC2034
# shellcheck disable=SC2154 # what deploy/bench and measure.sh set

row_pickup() {
  local number=1000000
  [ -z "$quick" ] || number=100000
  step "H2"
  pick_up H2 "$number"
  start_postgres
  step "PostgreSQL"
  pick_up PostgreSQL "$number" --spring.profiles.active=postgresql "--spring.datasource.url=$(database pickup)"
}

# pick_up NAME NUMBER [PROPERTY ...]
pick_up() {
  local out=$work/pickup-$1
  mkdir "$work/p$1"
  if java_bench PickUp "$1" "$work/p$1" "${@:2}" >"$out" 2>&1; then grep '^pickup' "$out" >>"$results"; else
    missing pickup "100 due among many, $1" "$(grep -m 1 'Exception\|Error' "$out")"
  fi
  rm -rf "$work/p$1"
}
