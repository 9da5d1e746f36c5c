# Sourced by deploy/bench: where it was measured, and the table. Bash.
# shellcheck shell=bash disable=SC2034
# shellcheck disable=SC2154 # root, work, results and rounds are set by deploy/bench

machine() {
  local cpu
  cpu=$(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -n 1)
  printf 'Measured %s on %s × %s, %s GiB, Linux %s; %s; commit %s%s.\n' "$(date -u +%Y-%m-%d)" "$(nproc)" "${cpu:-unknown CPU}" \
    "$(awk '/^MemTotal/ { printf "%.0f", $2 / 1048576 }' /proc/meminfo)" "$(uname -r | sed 's/-.*//')" \
    "$(. /etc/os-release && echo "$PRETTY_NAME")" "$(git -C "$root" rev-parse --short HEAD 2>/dev/null)" \
    "$(git -C "$root" diff --quiet HEAD -- 2>/dev/null || echo " with changes")"
  printf 'Load average at the start %s.' "$load_at_start"
  printf ' JDK %s' "$(sed -n 's/^JAVA_RUNTIME_VERSION="\(.*\)"/\1/p' "$JAVA_HOME/release")"
  command -v nginx >/dev/null && printf ', nginx %s' "$(nginx -v 2>&1 | sed 's,.*/,,')"
  command -v wrk >/dev/null && printf ', wrk %s' "$(wrk -v 2>&1 | sed -n 's/^wrk \([^ ]*\).*/\1/p')"
  find_postgres
  [ -z "$postgres_bin" ] || printf ', PostgreSQL %s' "$("$postgres_bin/postgres" -V | awk '{ print $3 }')"
  printf ', H2 %s' "$(basename "$root"/target/server/lib/h2-*.jar .jar | sed 's/^h2-//')"
  printf ', step-ca %s, Pebble %s.\n' "${STEP_CA_VERSION:-–}" "$PEBBLE_VERSION"
  printf 'Median of %s rounds that take turns; %s.\n' "$rounds" "$([ "$quick" ] && echo "a quick run" || echo "a full run")"
}
load_at_start=$(cut -d' ' -f1-3 /proc/loadavg)

# The table in Markdown, which reads as well on a terminal.
table() {
  printf '| row | what | ours | peer | ratio | goal | | what bounds it |\n| --- | --- | --- | --- | --- | --- | --- | --- |\n'
  awk -F'\t' '{
    verdict = ""
    if ($6 == "missing") { value = "–"; goal = ""; verdict = "not measured" }
    else {
      value = $5 (($6 == "%") ? " %" : ($6 == "") ? "" : " " $6)
      goal = ($7 == "") ? "" : (($7 == ">=") ? "≥ " : "≤ ") $8 " " $6
      if ($7 == ">=") verdict = ($5 + 0 >= $8 + 0) ? "met" : "missed"
      if ($7 == "<=") verdict = ($5 + 0 <= $8 + 0) ? "met" : "missed"
    }
    printf "| %s | %s | %s | %s | %s | %s | %s | %s |\n", $1, $2, $3, $4, value, goal, verdict, $9
  }' "$results"
}

report() { machine; echo; table; }

write_page() {
  {
    cat <<'TEXT'
# Benchmarks

Made by `deploy/bench --write`; run it on your own machine before you believe any of it. Ours and
the peer take turns on the same cores, so that a busy machine moves both: trust the ratios more than
the figures. The client runs on these cores too.

TEXT
    machine | sed 's/$/\n/'
    table
  } >"$work/page" # elsewhere first: an open page would count as a change of the tree
  cp "$work/page" "$root/src/docs/benchmarks.md"
}
