# Sourced by deploy/bench: issues through the API. Bash.
# shellcheck shell=bash
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
  serve issue
  token
  if need_step_ca; then against_step_ca; else
    missing issue "private CA through the API, against step-ca" "step-ca could not be built: it needs Go and its module proxy"
  fi
}

against_step_ca() {
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
  java_bench AgainstStepCa "https://localhost:$https_port" "$work" "$server_pid" "$rounds" "$((seconds * 2))" "$step_ca" "$folder" "$(free_port)" >>"$results" ||
    missing issue "private CA through the API, against step-ca" "the run failed"
}
