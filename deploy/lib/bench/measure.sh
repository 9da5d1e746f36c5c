# Sourced by deploy/bench: running, measuring and noting. Bash.
# shellcheck shell=bash disable=SC2034
# shellcheck disable=SC2154 # root, work, results, quick and began are set by deploy/bench

step() { printf '%4d s  %s\n' "$(($(date +%s) - ${began:-$(date +%s)}))" "$*" >&2; }

if [ "$quick" ]; then rounds=3 seconds=1 warm=4; else rounds=5 seconds=2 warm=8; fi

# result ROW WHAT OURS PEER VALUE UNIT '>='|'<='|'' GOAL BOUND
# VALUE and GOAL are numbers in UNIT; without a goal the comparison is empty.
result() {
  local IFS=$'\t'
  printf '%s\n' "$*" >>"$results"
}
# missing ROW WHAT WHY
missing() { result "$1" "$2" – – "" missing "" "" "$3"; }

median() { sort -n | awk '{ a[NR] = $1 } END { if (NR) print (NR % 2) ? a[(NR + 1) / 2] : (a[NR / 2] + a[NR / 2 + 1]) / 2 }'; }
# column FILE N: the median of a column
column() { awk -v n="$2" '{ print $n }' "$1" | median; }
# percent A B
percent() { awk -v a="$1" -v b="$2" 'BEGIN { printf "%.0f", 100 * a / b }'; }
round() { awk -v x="$1" -v d="${2:-0}" 'BEGIN { printf "%.*f", d, x }'; }

# cpu PID...: CPU of these processes so far, in µs
cpu() {
  local pid
  for pid; do cat "/proc/$pid/stat" 2>/dev/null; done |
    awk -v hz="$(getconf CLK_TCK)" '{ sub(/^.*\) /, ""); ticks += $12 + $13 } END { printf "%.0f", ticks * 1000000 / hz }'
}
# family PID: it and its children
family() { printf '%s ' "$1"; tr '\n' ' ' <"/proc/$1/task/$1/children"; }
# rss PID: MB
rss() { awk '/^VmRSS:/ { printf "%.0f", $2 / 1024 }' "/proc/$1/status"; }

free_port() {
  local port
  while :; do
    port=$((20000 + RANDOM % 12000))
    (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null || { echo "$port"; return; }
  done
}

# await SECONDS WHAT COMMAND ...
await() {
  local until=$(($(date +%s) + $1)) what=$2
  shift 2
  until "$@" >/dev/null 2>&1; do
    [ "$(date +%s)" -lt "$until" ] || fail "$what did not happen in time."
    sleep 0.1
  done
}

perennial() { "$root/deploy/perennial" --socket "$data/control/perennial.sock" "$@"; }

# serve NAME [PROPERTY ...]: a server of its own folder, as deploy/run starts it; sets https_port,
# plain_port, pull_port, data and server_pid, and stops with the row.
serve() {
  local name=$1
  shift
  https_port=$(free_port) plain_port=$(free_port) pull_port=$(free_port)
  trap end_row EXIT
  start_server "$work/$name" "$work/$name.log" "--perennial.port=$https_port" "--perennial.plain-port=$plain_port" \
    "--perennial.pull-port=$pull_port" "--perennial.kek-folder=$work/kek-$name" --perennial.outbound.allow=127.0.0.0/8 "$@"
  perennial roots >"$work/roots.pem"
}
# Ends what this row has started, once its server is down.
end_row() {
  local pid
  stop_server
  stop_postgres
  for pid in "${row_pids[@]}"; do kill -TERM "$pid" 2>/dev/null && wait "$pid" 2>/dev/null; done
}
row_pids=()

# token: one for the management API, into $work/token
token() { (umask 077 && perennial token create bench --role operator | tr -d '\n' >"$work/token"); }

# enrol: makes this machine a server named bench; sets authorization to its header's file
enrol() {
  authorization=$work/authorization
  (umask 077 && perennial enrol bench | tr -d '\n' >"$work/enrolment")
  curl -sSf --cacert "$work/roots.pem" --data-urlencode "token@$work/enrolment" --data hostname=bench \
    "https://localhost:$pull_port/pull/v1/enrol" | sed -n 's/^credential=/Authorization: Bearer /p' >"$authorization"
  [ -s "$authorization" ] || fail "the bench could not enrol."
}
pull() { curl -sSf --cacert "$work/roots.pem" -H "@$authorization" "https://localhost:$pull_port/pull/v1/$1"; }

# bind NAME DOMAINS ISSUER: issues and binds; sets binding to its id, once there is a version
bind() {
  perennial protect "$2" --name "$1" --server bench --address 127.0.0.1 --port 9 --issuer "$3" >/dev/null || fail "$1 was refused."
  binding=$(curl -sSf --cacert "$work/roots.pem" -H "@$authorization" -H 'Accept: text/plain' "https://localhost:$pull_port/pull/v1/bindings" |
    awk -F'\t' -v name="$1" '$2 == name { print $1 }')
  await 30 "the issue of $1" pull "bindings/$binding/chain.pem"
}

# load PID SECONDS CONNECTIONS URL [WRK ARGUMENT ...]: prints "requests/s µs-of-CPU/request" of the
# process and its children
load() {
  local pid=$1 time=$2 connections=$3 url=$4 before after
  shift 4
  # shellcheck disable=SC2046 # several words
  before=$(cpu $(family "$pid"))
  wrk -t1 -c"$connections" -d"${time}s" "$@" "$url" >"$work/wrk.out" 2>&1 || fail "wrk failed: $(cat "$work/wrk.out")"
  # shellcheck disable=SC2046
  after=$(cpu $(family "$pid"))
  if grep -q 'Non-2xx' "$work/wrk.out"; then fail "not every answer from $url was what was asked for: $(grep Non-2xx "$work/wrk.out")"; fi
  awk -v cpu=$((after - before)) '/requests in/ { n = $1 } /^Requests\/sec/ { r = $2 } END { print r, (n ? cpu / n : 0) }' "$work/wrk.out"
}

### Java
bench_classes=$root/target/bench
compile_bench() {
  mkdir -p "$bench_classes"
  "$JAVA_HOME/bin/javac" -nowarn -proc:none -d "$bench_classes" -cp "$root/target/server/perennial.jar:$root/target/server/lib/*" \
    -sourcepath "$root/src/test/java" "$root"/src/test/java/io/perennial/bench/*.java || fail "the bench does not compile."
}
# java_bench CLASS [ARGUMENT ...]
java_bench() {
  local class=$1
  shift
  # The beans that the build worked out are the server's, not a bench's.
  # shellcheck disable=SC2154,SC2086 # the options are several words
  "$JAVA_HOME/bin/java" $java_options -Dspring.aot.enabled=false "-Dlogback.statusListenerClass=ch.qos.logback.core.status.NopStatusListener" \
    -cp "$bench_classes:$root/target/server/perennial.jar:$root/target/server/lib/*" "io.perennial.bench.$class" "$@"
}

### PostgreSQL
# Sets postgres_bin to the newest installed one's programs, or to nothing.
find_postgres() {
  postgres_bin=$(find /usr/lib/postgresql -maxdepth 2 -name bin 2>/dev/null | sort -V | tail -n 1)
}
need_postgres() {
  find_postgres
  [ -z "$postgres_bin" ] || return 0
  apt_package postgresql || fail "PostgreSQL is missing. Install it: apt-get install postgresql"
  find_postgres
}
as_postgres() { if [ "$(id -u)" = 0 ]; then (cd / && runuser -u postgres -- "$@"); else "$@"; fi; }
postgres_user() { if [ "$(id -u)" = 0 ]; then echo postgres; else id -un; fi; }
# start_postgres: with its own defaults, so each commit reaches the disk; sets postgres_port
start_postgres() {
  need_postgres
  postgres_port=$(free_port)
  rm -rf "$work/postgres"
  trap end_row EXIT
  mkdir "$work/postgres"
  [ "$(id -u)" != 0 ] || chown postgres "$work/postgres"
  as_postgres "$postgres_bin/initdb" -D "$work/postgres/data" -A trust >/dev/null || fail "PostgreSQL's folder could not be made."
  as_postgres "$postgres_bin/pg_ctl" -D "$work/postgres/data" -l "$work/postgres/log" -w \
    -o "-p $postgres_port -k $work/postgres -h 127.0.0.1" start >/dev/null || fail "PostgreSQL did not start: $(tail -n 3 "$work/postgres/log")"
}
stop_postgres() {
  [ -f "$work/postgres/data/postmaster.pid" ] || return 0
  need_postgres
  as_postgres "$postgres_bin/pg_ctl" -D "$work/postgres/data" -m fast -w stop >/dev/null
}
# sql DATABASE STATEMENT
sql() { psql -qAtX -h 127.0.0.1 -p "$postgres_port" -U "$(postgres_user)" -d "$1" -c "$2"; }
# database NAME: makes it and prints its JDBC address
database() { sql postgres "create database $1" >/dev/null && postgres_url "$1"; }
postgres_url() { echo "jdbc:postgresql://127.0.0.1:$postgres_port/$1?user=$(postgres_user)"; }
# As the server opens its embedded database; without WRITE_DELAY a commit would wait for nothing.
h2_settings='MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DEFAULT_NULL_ORDERING=HIGH;WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE;QUERY_CACHE_SIZE=256;RETENTION_TIME=10000'
