# Sourced by deploy/run and the demo: starts and stops the server. POSIX sh.
# shellcheck shell=sh
# shellcheck disable=SC2154 # root is set by whoever sources this

# start_server DATA LOG [PROPERTY ...]: starts in the background and waits until it is ready.
# Sets server_pid, which the caller stops, however it ends. Properties are given as --name=value.
start_server() {
  data=$1
  log=$2
  shift 2
  # The kernel keeps 108 bytes for a socket's path, the last of them zero.
  [ $((${#data} + ${#control_socket})) -le 107 ] ||
    fail "the path of the data folder $data is too long for a socket; choose a shorter one."
  # Its answer would be taken for that of the server to be started.
  ! curl -s -o /dev/null --max-time 10 --unix-socket "$data$control_socket" http://localhost/control/health ||
    fail "a server already works on $data. Stop it first, or choose another folder."
  { mkdir -p "$data" && chmod 700 "$data"; } || fail "the data folder $data cannot be made; choose another."
  [ ! -f "$log" ] || mv -f "$log" "$log.previous"
  cached=
  [ ! -f "$aot_cache" ] || cached=yes
  # shellcheck disable=SC2086 # the options are several words
  "$JAVA_HOME/bin/java" $java_options ${cached:+-XX:AOTCache="$aot_cache"} \
    -jar "$root/target/server/perennial.jar" "--perennial.data=$data" \
    "--perennial.socket=$data$control_socket" "$@" >"$log" 2>&1 &
  server_pid=$!
  tries=0
  until control_get "$data" health >/dev/null 2>&1; do
    kill -0 "$server_pid" 2>/dev/null || {
      { grep -A 20 '^APPLICATION FAILED TO START' "$log" || grep '^Caused by: ' "$log" | tail -n 1; } >&2
      fail "the server did not start; $log says more."
    }
    tries=$((tries + 1))
    [ "$tries" -lt 600 ] || fail "the server is not ready after two minutes; see $log."
    sleep 0.2
  done
}

control_socket=/control/perennial.sock

# control_get DATA PATH
control_get() {
  curl -fsS --max-time 10 --unix-socket "$1$control_socket" "http://localhost/control/$2"
}

# Returns once the server has ended: a signal would end one wait early.
stop_server() {
  [ -n "${server_pid:-}" ] || return 0
  kill -TERM "$server_pid" 2>/dev/null || true
  while kill -0 "$server_pid" 2>/dev/null; do
    wait "$server_pid" 2>/dev/null || true
  done
  server_pid=
}
