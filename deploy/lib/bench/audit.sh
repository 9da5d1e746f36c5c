# Sourced by deploy/bench: pulls of private keys against bare JDBC. Bash.
# shellcheck shell=bash disable=SC2034
# shellcheck disable=SC2154 # what deploy/bench and measure.sh set

row_audit() {
  apt_install wrk wrk
  (audit_on H2) || missing audit "pull with the private key, H2" "the run failed"
  (audit_on PostgreSQL) || missing audit "pull with the private key, PostgreSQL" "the run failed"
}

# The server runs once to show how many readings go to one commit, and again for the rounds.
audit_on() {
  local folder bare groups_url properties=() group_sizes
  folder=$work/audit-$1 group_sizes=$work/groups-$1
  mkdir "$folder"
  if [ "$1" = H2 ]; then
    bare="jdbc:h2:file:$folder/bare;$h2_settings"
    groups_url="jdbc:h2:file:$work/audit-H2/perennial;$h2_settings"
  else
    start_postgres
    properties=(--spring.profiles.active=postgresql "--spring.datasource.url=$(database audit)")
    groups_url=$(postgres_url audit)
    bare=$(database bare)
  fi
  step "audit on $1: how many readings go to one commit"
  serve "audit-$1" "${properties[@]}"
  enrol
  bind key www.example.com private-ca
  bundle=https://localhost:$pull_port/pull/v1/bindings/$binding/bundle.pem
  load "$server_pid" "$warm" 64 "$bundle" -H "$(cat "$authorization")" >/dev/null
  stop_server
  java_bench AuditGroups "$groups_url" "$group_sizes" || fail "the groups cannot be read"
  step "audit on $1: rounds"
  start_server "$folder" "$work/audit-$1.log" "--perennial.port=$https_port" "--perennial.plain-port=$plain_port" \
    "--perennial.pull-port=$pull_port" "--perennial.kek-folder=$work/kek-audit-$1" "${properties[@]}"
  load "$server_pid" "$warm" 64 "$bundle" -H "$(cat "$authorization")" >/dev/null
  java_bench AgainstBareAudit "$1" "$bare" "$group_sizes" "$server_pid" "$rounds" "$seconds" \
    wrk -t1 -c64 "-d${seconds}s" -H "$(cat "$authorization")" "$bundle" >>"$results"
}
