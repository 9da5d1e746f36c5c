# Sourced by deploy/bench: what a certificate costs in CPU. Bash.
# shellcheck shell=bash disable=SC2034
# shellcheck disable=SC2154 # what deploy/bench and measure.sh set

row_crypto() {
  mkdir "$work/c"
  java_bench CryptoBench "$work/c" "$rounds" "$seconds" >"$work/crypto.out" || fail "$(tail -n 5 "$work/crypto.out")"
  grep '^crypto' "$work/crypto.out" >>"$results"
}
