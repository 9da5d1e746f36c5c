# Sourced by deploy/bench: issues through the API. Bash.
# shellcheck shell=bash disable=SC2034
# shellcheck disable=SC2154 # what deploy/bench and measure.sh set

STEP_CA_VERSION=0.30.2

# Sets step_ca, unless it cannot be had.
need_step_ca() {
  step_ca=$root/target/tools/step-ca-$STEP_CA_VERSION/step-ca
  [ ! -x "$step_ca" ] || return 0
  command -v go >/dev/null 2>&1 || return 1
  say "Building step-ca $STEP_CA_VERSION; this takes minutes, once ..."
  mkdir -p "${step_ca%/*}"
  CGO_ENABLED=0 GOBIN=${step_ca%/*} go install "github.com/smallstep/certificates/cmd/step-ca@v$STEP_CA_VERSION" 2>"$work/go.log"
}

row_issue() {
  if need_step_ca; then (against_step_ca) || missing issue "private CA through the API, against step-ca" "the run failed"; else
    missing issue "private CA through the API, against step-ca" "step-ca could not be built: it needs Go and its module proxy"
  fi
  (against_bare_jdbc) || missing issue "self-signed through the API, against bare JDBC" "the run failed"
}

# counted: transactions that wrote, and rows inserted, updated and deleted in the database so far
counted() {
  sql issue "select pg_current_xact_id()::text || ' ' || sum(n_tup_ins) || ' ' || sum(n_tup_upd) || ' ' || sum(n_tup_del) from pg_stat_user_tables"
}

# Bare JDBC does what PostgreSQL counts when the server issues: an issue's share of it.
against_bare_jdbc() {
  local before after number=$((seconds * 100)) each
  start_postgres
  local on_postgres=(--spring.profiles.active=postgresql "--spring.datasource.url=$(database issue)")
  step "what an issue writes"
  serve counted "${on_postgres[@]}"
  token
  java_bench IssueSome "https://localhost:$https_port" "$work" 1 || fail "nothing was issued"
  # A connection tells its counts at the latest when it ends.
  stop_server
  before=$(counted)
  serve counted "${on_postgres[@]}"
  java_bench IssueSome "https://localhost:$https_port" "$work" "$number" || fail "nothing was issued"
  stop_server
  after=$(counted)
  each=$(awk -v n="$number" '{ for (i = 1; i <= 4; i++) printf "%.2f ", ($(i + 4) - $i) / n }' <<<"$before $after")
  step "an issue writes: commits, inserts, updates, deletes: $each"
  serve counted "${on_postgres[@]}"
  self_signed PostgreSQL "$(database bare)"
  stop_server
  serve self-signed --perennial.spare-keys.rsa2048=30
  token
  self_signed H2 "jdbc:h2:file:$data/bare;$h2_settings"
}

# self_signed NAME ADDRESS
self_signed() {
  perennial issuer add self-signed self-signed >/dev/null 2>&1
  step "self-signed against bare JDBC, $1"
  # shellcheck disable=SC2086 # each is four numbers
  java_bench AgainstBareJdbc "https://localhost:$https_port" "$work" "$server_pid" "$rounds" "$seconds" "$1" "$2" $each >>"$results" ||
    fail "the run on $1 failed"
}

against_step_ca() {
  serve issue
  token
  local folder=$work/step
  mkdir "$folder"
  openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 9 -subj /CN=root \
    -addext basicConstraints=critical,CA:TRUE -addext keyUsage=critical,keyCertSign \
    -keyout "$folder/root-key.pem" -out "$folder/root.pem" 2>/dev/null
  openssl req -new -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj /CN=issuing -keyout "$folder/ca-key.pem" -out "$folder/ca.csr" 2>/dev/null
  printf '%s\n' basicConstraints=critical,CA:TRUE,pathlen:0 keyUsage=critical,keyCertSign,cRLSign subjectKeyIdentifier=hash \
    authorityKeyIdentifier=keyid >"$folder/extensions"
  openssl x509 -req -in "$folder/ca.csr" -CA "$folder/root.pem" -CAkey "$folder/root-key.pem" -CAcreateserial -days 8 \
    -extfile "$folder/extensions" -out "$folder/ca.pem" 2>/dev/null
  step "private CA against step-ca"
  java_bench AgainstStepCa "https://localhost:$https_port" "$work" "$server_pid" "$rounds" "$((seconds * 2))" "$step_ca" "$folder" "$(free_port)" >>"$results"
}
