# Sourced by deploy/bench: the dashboard with few certificates and with many. Bash.
# shellcheck shell=bash disable=SC2034
# shellcheck disable=SC2154 # what deploy/bench and measure.sh set

row_pages() {
  (pages_on H2) || missing pages "the dashboard, H2" "the run failed"
  (pages_on PostgreSQL) || missing pages "the dashboard, PostgreSQL" "the run failed"
}

pages_on() {
  local few=100 many=10000 properties=() page i
  [ -z "$quick" ] || many=2000
  if [ "$1" = PostgreSQL ]; then
    start_postgres
    properties=(--spring.profiles.active=postgresql "--spring.datasource.url=$(database pages)")
  fi
  serve "pages-$1" "${properties[@]}"
  token
  sign_in
  step "pages on $1: $few certificates"
  java_bench IssueSome "https://localhost:$https_port" "$work" "$few" || fail "nothing was issued"
  for ((i = 0; i < 8; i++)); do
    for page in / /certificates "/certificates?text=n77"; do look_at "$page" >/dev/null; done
  done
  local -A with_few=()
  for page in / /certificates "/certificates?text=n77"; do with_few[$page]=$(look_at "$page"); done
  step "pages on $1: $many certificates"
  java_bench IssueSome "https://localhost:$https_port" "$work" $((many - few)) || fail "nothing was issued"
  [ "$1" = H2 ] || sql pages analyze
  for page in / /certificates "/certificates?text=n77"; do
    look_at "$page" >/dev/null
    local now
    now=$(look_at "$page")
    result pages "$page with $many certificates, $1" "$(round "$now" 1) ms" "with $few: $(round "${with_few[$page]}" 1) ms" \
      "$(awk -v a="${with_few[$page]}" -v b="$now" 'BEGIN { printf "%.0f", 100 * a / b }')" % "" "" "reads by index, and the page's template"
  done
  stop_server
}

# sign_in: as the administrator, by a one-time link; keeps the session in $work/cookies
sign_in() {
  local secret form=$work/setup.html
  secret=$(perennial admin-link | sed -n 's/.*#//p')
  browse /setup >"$form"
  browse /setup -L --data-urlencode "token=$secret" --data-urlencode "_csrf=$(sed -n 's/.*name="_csrf" value="\([^"]*\)".*/\1/p' "$form" | head -n 1)" >/dev/null
}
browse() {
  local path=$1
  shift
  curl -sSf --cacert "$work/roots.pem" -b "$work/cookies" -c "$work/cookies" "$@" "https://localhost:$https_port$path"
}

# look_at PAGE: the median of 31 looks over one connection, ms to the last byte
look_at() {
  local i page="https://localhost:$https_port$1" all=()
  for ((i = 0; i < 31; i++)); do all+=(-o /dev/null "$page"); done
  curl -sSf --cacert "$work/roots.pem" -b "$work/cookies" -w '%{time_total} %{http_code}\n' "${all[@]}" |
    awk '$2 != 200 { bad = 1 } { print 1000 * $1 } END { exit bad }' | median
}
