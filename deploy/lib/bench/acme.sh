# Sourced by deploy/bench: issues by a real ACME CA against bare acme4j. Bash.
# shellcheck shell=bash disable=SC2034
# shellcheck disable=SC2154 # what deploy/bench and measure.sh set

# Pebble stands still at times with eight orders in flight; what was measured until then is thrown
# away, and begun anew with another one.
row_acme() {
  local attempt
  need_pebble
  for attempt in 1 2 3; do
    if against_acme4j "acme-$attempt" >"$work/acme.rows" 2>"$work/acme.err"; then break; fi
    step "attempt $attempt ended early: $(grep -m 1 Exception "$work/acme.err")"
    stop_server
  done
  cat "$work/acme.rows" >>"$results"
  [ "$(grep -c . "$work/acme.rows")" -ge 4 ] || fail "$(tail -n 5 "$work/acme.err")"
}

# against_acme4j NAME
against_acme4j() {
  serve "$1"
  start_pebble "$work/$1-pebble"
  # Each order shall be a whole one, and no nonce be refused at random; alike for both.
  perennial issuer add pebble acme "directory=https://localhost:$acme_port/dir" "roots=@$work/$1-pebble/cert.pem" \
    terms=data:text/plain,Do%20what%20thou%20wilt "${profile[@]}" >/dev/null || return 1
  token
  java_bench AgainstAcme4j "https://localhost:$https_port" "$work" "$server_pid" "$rounds" "$((seconds * 2))" \
    "https://localhost:$acme_port/dir" "$work/$1-pebble/cert.pem"
}

# start_pebble FOLDER
start_pebble() {
  acme_port=$(free_port)
  mkdir "$1"
  openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=pebble \
    -addext subjectAltName=DNS:localhost,IP:127.0.0.1 -keyout "$1/key.pem" -out "$1/cert.pem" 2>/dev/null
  cat >"$1/config.json" <<JSON
{"pebble":{"listenAddress":"127.0.0.1:$acme_port","managementListenAddress":"127.0.0.1:$(free_port)",
"certificate":"$1/cert.pem","privateKey":"$1/key.pem","httpPort":$(free_port),"tlsPort":$(free_port),
"keyAlgorithm":"ecdsa","certificateValidityPeriod":864000,
"profiles":{"default":{"description":"ten days","validityPeriod":864000}}}}
JSON
  PEBBLE_VA_NOSLEEP=1 PEBBLE_VA_ALWAYS_VALID=1 PEBBLE_WFE_NONCEREJECT=0 PEBBLE_AUTHZREUSE=0 \
    "$PERENNIAL_PEBBLE/pebble" -config "$1/config.json" >"$1/log" 2>&1 &
  row_pids+=($!)
  await 20 "Pebble's start" curl -sfk -o /dev/null "https://127.0.0.1:$acme_port/dir"
  profile=()
  if curl -sk "https://127.0.0.1:$acme_port/dir" | grep -q '"profiles"'; then profile=(profile=default); fi
}
