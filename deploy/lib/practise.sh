# Sourced by setup.sh: a server's work in small, for the JVM to learn from. POSIX sh.
# shellcheck shell=sh
# shellcheck disable=SC2154 # root and java_options are set by whoever sources this

practised_issues=1000

# practise FOLDER CACHE: in a shell of its own; FOLDER is empty and short enough for a socket's path
practise() {
  folder=$1 cache=$2 socket=$1/s
  # shellcheck disable=SC2086 # the options are several words
  "$JAVA_HOME/bin/java" $java_options -XX:AOTCacheOutput="$cache" -jar "$root/target/server/perennial.jar" \
    "--perennial.data=$folder/data" "--perennial.kek-folder=$folder/kek" "--perennial.socket=$socket" \
    --perennial.port=0 --perennial.plain-port=0 --perennial.pull-port=0 >"$folder/log" 2>&1 &
  server=$!
  trap 'kill -TERM "$server" 2>/dev/null; wait "$server" 2>/dev/null' EXIT
  tries=0
  until curl -fsS --max-time 10 --unix-socket "$socket" http://localhost/control/health >/dev/null 2>&1; do
    kill -0 "$server" 2>/dev/null || return 1
    tries=$((tries + 1))
    [ "$tries" -lt 300 ] || return 1
    sleep 0.2
  done
  work_a_little || return 1
  trap - EXIT
  kill -TERM "$server"
  # It writes the cache when it has ended its work.
  wait "$server"
  [ -f "$cache" ]
}

work_a_little() {
  https=$(sed -n 's/.*People and programs are answered on port \([0-9]*\).*/\1/p' "$folder/log")
  control roots >"$folder/roots.pem" || return 1
  (umask 077 && control token create practice --role operator | sed 's/^/header = "Authorization: Bearer /; s/$/"/' >"$folder/token") || return 1
  awk -v n="$practised_issues" -v url="https://localhost:$https/api/v1/certificates" -v folder="$folder" 'BEGIN {
    getline authorization <(folder "/token")
    for (i = 1; i <= n; i++) {
      if (i > 1) print "next"
      printf "url = \"%s\"\ncacert = \"%s/roots.pem\"\n%s\noutput = /dev/null\n", url, folder, authorization
      printf "header = \"Content-Type: application/json\"\nheader = \"Prefer: wait=30\"\n"
      printf "data = \"{\\\"domains\\\":[\\\"n%d.example.com\\\"],\\\"issuer\\\":\\\"private-ca\\\"}\"\n", i
    }
  }' >"$folder/issues"
  curl -sSf --parallel --parallel-max 8 --config "$folder/issues" 2>"$folder/curl.log"
}

control() { "$root/deploy/perennial" --socket "$socket" "$@"; }
