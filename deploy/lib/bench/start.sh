# Sourced by deploy/bench: how long a start takes, memory, and bytes stored. Bash.
# shellcheck shell=bash disable=SC2034
# shellcheck disable=SC2154 # what deploy/bench and measure.sh set

row_start() {
  apt_install wrk wrk
  local i with_cache=$aot_cache
  step "starts"
  serve start # the folder is made, and the files are in the page cache
  stop_server
  : >"$work/with"
  : >"$work/without"
  for ((i = 0; i < rounds; i++)); do
    aot_cache=$with_cache timed_start >>"$work/with"
    aot_cache=/nonexistent timed_start >>"$work/without"
  done
  if [ -f "$with_cache" ]; then
    result start "ready after a start, AOT cache" "$(column "$work/with" 1) s, $(column "$work/with" 2) s CPU" \
      "without the cache $(column "$work/without" 1) s, $(column "$work/without" 2) s CPU" "$(column "$work/with" 1)" s "<=" 2.5 \
      "beans, migrations' check and the listeners' TLS"
  else
    missing start "ready after a start, AOT cache" "the build could not make the cache on this JDK"
  fi
  memory
  (bytes) || missing start "bytes stored per version" "the run failed"
}

# timed_start: prints seconds to ready, and seconds of CPU by then
timed_start() {
  local begin cached='' took
  [ ! -f "$aot_cache" ] || cached=yes
  begin=$(date +%s%N)
  # shellcheck disable=SC2086 # the options are several words
  "$JAVA_HOME/bin/java" $java_options ${cached:+-XX:AOTCache="$aot_cache"} -jar "$root/target/server/perennial.jar" \
    "--perennial.data=$data" "--perennial.socket=$data$control_socket" "--perennial.kek-folder=$work/kek-start" \
    "--perennial.port=$https_port" "--perennial.plain-port=$plain_port" "--perennial.pull-port=$pull_port" >"$work/start.log" 2>&1 &
  server_pid=$!
  until curl -sf -o /dev/null "http://localhost:$plain_port/health/ready"; do
    kill -0 "$server_pid" 2>/dev/null || fail "the server did not start: $(tail -n 3 "$work/start.log")"
    sleep 0.05
  done
  took=$(($(date +%s%N) - begin))
  awk -v wall="$took" -v cpu="$(cpu "$server_pid")" 'BEGIN { printf "%.2f %.2f\n", wall / 1e9, cpu / 1e6 }'
  stop_server
}

memory() {
  step "memory"
  serve start
  sleep 5
  local idle
  idle=$(rss "$server_pid")
  enrol
  token
  bind page www.example.com private-ca
  java_bench IssueSome "https://localhost:$https_port" "$work" $((seconds * 100)) || fail "nothing was issued"
  load "$server_pid" "$warm" 32 "https://localhost:$pull_port/pull/v1/bindings/$binding/chain.pem" -H "$(cat "$authorization")" >/dev/null
  load "$server_pid" "$warm" 32 "https://localhost:$pull_port/pull/v1/bindings/$binding/bundle.pem" -H "$(cat "$authorization")" >/dev/null
  result start "resident memory, idle" "$idle MB" – "$idle" MB "<=" 250 "the mapped AOT cache is part of it"
  result start "resident memory after $((seconds * 100)) issues and pulls" "$(rss "$server_pid") MB" – "$(rss "$server_pid")" MB "<=" 320 \
    "the heap's limit of 256 MB, code, and TLS buffers"
  stop_server
}

bytes() {
  start_postgres
  local number=3000 seen # a few would measure the tables' first pages
  local tables="('certificate_version', 'certificate_chain', 'issuing_chain', 'private_key')"
  serve bytes --spring.profiles.active=postgresql "--spring.datasource.url=$(database bytes)"
  token
  step "bytes of $number versions"
  java_bench IssueSome "https://localhost:$https_port" "$work" "$number" || fail "nothing was issued"
  seen=$(sql bytes "select (select sum(pg_total_relation_size(relname::regclass)) from pg_class where relname in $tables)
    / count(*) || ' ' || avg(length(c.pem) + coalesce(length(i.pem), 0) + length(sealed) + length(public_key))::int
    from certificate_chain c left join issuing_chain i on i.hash = c.issuers join private_key on version_id = id")
  # shellcheck disable=SC2086 # two words
  set -- $seen
  result start "bytes stored per version and its key, PostgreSQL" "$(round "$1")" "payload (chain and keys) $2" \
    "$(awk -v a="$1" -v b="$2" 'BEGIN { printf "%.2f", a / b }')" × "<=" 1.25 "rows' heads and six indexes; the issuers of a chain are kept once"
}
