# Sourced by deploy/run and the demo: starts and stops the server. POSIX sh.
# shellcheck shell=sh

# start_server DATA LOG [PROPERTY ...]: starts in the background and waits until it is ready.
# Sets server_pid. Properties are given as --name=value.
start_server() {
  data=$1
  log=$2
  shift 2
  mkdir -p "$data" && chmod 700 "$data" || fail "the data folder $data cannot be made; choose another with --data."
  # Attaching a debugger or dumping the heap would show keys that are in use.
  "$JAVA_HOME/bin/java" -Xmx256m -XX:+UseSerialGC -XX:+UseCompactObjectHeaders -XX:+DisableAttachMechanism \
    -XX:TieredStopAtLevel="${PERENNIAL_JIT:-4}" --enable-native-access=ALL-UNNAMED \
    -jar "$root/target/server/perennial.jar" "--perennial.data=$data" "$@" >"$log" 2>&1 &
  server_pid=$!
  tries=0
  until control_get "$data" health >/dev/null 2>&1; do
    kill -0 "$server_pid" 2>/dev/null || {
      tail -n 30 "$log" >&2
      fail "the server did not start; the lines above, from $log, say why."
    }
    tries=$((tries + 1))
    [ "$tries" -lt 600 ] || fail "the server is not ready after two minutes; see $log."
    sleep 0.2
  done
}

# control_get DATA PATH
control_get() {
  curl -fsS --max-time 10 --unix-socket "$1/control/perennial.sock" "http://localhost/control/$2"
}

stop_server() {
  [ -n "${server_pid:-}" ] || return 0
  kill -TERM "$server_pid" 2>/dev/null
  wait "$server_pid" 2>/dev/null
  server_pid=
}
