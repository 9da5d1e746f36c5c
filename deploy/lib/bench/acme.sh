# Sourced by deploy/bench: issues by a real ACME CA against bare acme4j. Bash.
# shellcheck shell=bash disable=SC2034
# shellcheck disable=SC2154 # what deploy/bench and measure.sh set

row_acme() {
  need_pebble
  serve acme
  start_pebble
  # Each order shall be a whole one, and no nonce be refused at random; alike for both.
  perennial issuer add pebble acme "directory=https://localhost:$acme_port/dir" "roots=@$work/pebble/cert.pem" \
    terms=data:text/plain,Do%20what%20thou%20wilt "${profile[@]}" >/dev/null || fail "the issuer could not be configured."
  token
  step "issues at Pebble"
  java_bench AgainstAcme4j "https://localhost:$https_port" "$work" "$server_pid" "$rounds" "$((seconds * 2))" \
    "https://localhost:$acme_port/dir" "$work/pebble/cert.pem" >>"$results" 2>"$work/acme.err" || fail "$(tail -n 5 "$work/acme.err")"
}

start_pebble() {
  acme_port=$(free_port)
  mkdir "$work/pebble"
  openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=pebble \
    -addext subjectAltName=DNS:localhost,IP:127.0.0.1 -keyout "$work/pebble/key.pem" -out "$work/pebble/cert.pem" 2>/dev/null
  cat >"$work/pebble/config.json" <<JSON
{"pebble":{"listenAddress":"127.0.0.1:$acme_port","managementListenAddress":"127.0.0.1:$(free_port)",
"certificate":"$work/pebble/cert.pem","privateKey":"$work/pebble/key.pem","httpPort":$(free_port),"tlsPort":$(free_port),
"keyAlgorithm":"ecdsa","certificateValidityPeriod":864000,
"profiles":{"default":{"description":"ten days","validityPeriod":864000}}}}
JSON
  PEBBLE_VA_NOSLEEP=1 PEBBLE_VA_ALWAYS_VALID=1 PEBBLE_WFE_NONCEREJECT=0 PEBBLE_AUTHZREUSE=0 \
    "$PERENNIAL_PEBBLE/pebble" -config "$work/pebble/config.json" >"$work/pebble.log" 2>&1 &
  row_pids+=($!)
  await 20 "Pebble's start" curl -sfk -o /dev/null "https://127.0.0.1:$acme_port/dir"
  profile=()
  if curl -sk "https://127.0.0.1:$acme_port/dir" | grep -q '"profiles"'; then profile=(profile=default); fi
}
