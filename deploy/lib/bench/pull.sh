# Sourced by deploy/bench: pulls over TLS against nginx with the same bytes. Bash.
# shellcheck shell=bash disable=SC2034
# shellcheck disable=SC2154 # what deploy/bench and measure.sh set

row_pull() {
  need_nginx
  apt_install wrk wrk
  apt_install ab apache2-utils
  serve pull
  enrol
  # Names enough to make the chain as long as one with an RSA intermediate.
  bind chain "$(seq -f 'a-rather-long-name-of-host-%03g.example.com' -s, 46)" private-ca
  pull "bindings/$binding/chain.pem" >"$work/chain.pem"
  size=$(wc -c <"$work/chain.pem")
  start_peer
  header=$(cat "$authorization")
  ours=https://localhost:$pull_port/pull/v1/bindings/$binding/chain.pem
  peer=https://localhost:$nginx_port/chain.pem
  tag() { curl -sSfk -o /dev/null -D - -H "$header" "$1" | tr -d '\r' | sed -n 's/^[Ee][Tt]ag: //p'; }
  ours_tag=$(tag "$ours") peer_tag=$(tag "$peer")

  step "warming up"
  load "$server_pid" "$warm" 32 "$ours" -H "$header" >/dev/null
  load "$server_pid" $((warm / 2)) 32 "$ours" -H "$header" -H "Connection: close" >/dev/null
  load "$server_pid" 1 32 "$ours" -H "$header" -H "If-None-Match: $ours_tag" >/dev/null

  against "keep-alive, $size bytes" 80 "sockets and TLS records in the JVM; the client fills a core" 32
  against "304" 80 "HTTP parsing and headers in the JVM; the client fills a core" 32 "If-None-Match: $ours_tag" "If-None-Match: $peer_tag"
  against "new connection each, resumed" 75 "the handshake in BoringSSL, and Netty's set-up of a channel" 32 "Connection: close" "Connection: close"
  full_handshakes
  forms
  floor
}

start_peer() {
  nginx_port=$(free_port)
  mkdir -p "$work/nginx/tmp"
  openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=localhost \
    -keyout "$work/nginx/key.pem" -out "$work/nginx/cert.pem" 2>/dev/null
  local user=
  [ "$(id -u)" != 0 ] || user='user root;'
  cat >"$work/nginx/nginx.conf" <<CONF
$user worker_processes $(nproc); daemon off; pid $work/nginx/pid; error_log $work/nginx/error.log;
events { worker_connections 1024; }
http {
  access_log off; client_body_temp_path $work/nginx/tmp/b; proxy_temp_path $work/nginx/tmp/p;
  fastcgi_temp_path $work/nginx/tmp/f; uwsgi_temp_path $work/nginx/tmp/u; scgi_temp_path $work/nginx/tmp/s;
  open_file_cache max=16; keepalive_requests 1000000000; default_type application/x-pem-file;
  server { listen 127.0.0.1:$nginx_port ssl; root $work; ssl_protocols TLSv1.3;
    ssl_certificate $work/nginx/cert.pem; ssl_certificate_key $work/nginx/key.pem; location = /chain.pem { } }
}
CONF
  nginx -c "$work/nginx/nginx.conf" 2>>"$work/nginx/error.log" &
  nginx_pid=$!
  row_pids+=("$nginx_pid")
  await 10 "the start of nginx" curl -sfk -o /dev/null "https://localhost:$nginx_port/chain.pem"
}

# against WHAT GOAL BOUND CONNECTIONS [OUR-HEADER PEER-HEADER]
against() {
  local what=$1 goal=$2 bound=$3 connections=$4 i
  : >"$work/ours"
  : >"$work/peer"
  for ((i = 0; i < rounds; i++)); do
    load "$server_pid" "$seconds" "$connections" "$ours" -H "$header" ${5:+-H "$5"} >>"$work/ours"
    load "$nginx_pid" "$seconds" "$connections" "$peer" ${6:+-H "$6"} >>"$work/peer"
  done
  compare "$what" "$goal" "$bound"
}

# compare WHAT GOAL BOUND: rates, and what of a CPU each request took
compare() {
  local a b c d
  a=$(column "$work/ours" 1) b=$(column "$work/peer" 1) c=$(column "$work/ours" 2) d=$(column "$work/peer" 2)
  result pull "$1" "$(round "$a")/s, $(round "$c") µs CPU" "nginx $(round "$b")/s, $(round "$d") µs CPU" \
    "$(percent "$a" "$b")" % ">=" "$2" "$3; CPU $(awk -v a="$c" -v b="$d" 'BEGIN { printf "%.2f", a / b }') × nginx's"
  step "$1: $(round "$a") against $(round "$b")"
}

# ab never resumes, unlike wrk.
handshakes() { # PID URL HEADER
  local before after pid=$1
  # shellcheck disable=SC2046
  before=$(cpu $(family "$pid"))
  ab -q -c 16 -t "$seconds" -n 1000000 -H "$3" "$2" >"$work/ab.out" 2>&1 || fail "ab failed: $(tail -n 2 "$work/ab.out")"
  # shellcheck disable=SC2046
  after=$(cpu $(family "$pid"))
  ! grep -q '^Non-2xx' "$work/ab.out" || fail "not every answer was what was asked for."
  awk -v cpu=$((after - before)) '/^Complete requests/ { n = $3 } /^Requests per second/ { r = $4 } END { print r, cpu / n }' "$work/ab.out"
}

full_handshakes() {
  local i
  : >"$work/ours"
  : >"$work/peer"
  handshakes "$server_pid" "$ours" "$header" >/dev/null
  for ((i = 0; i < rounds; i++)); do
    handshakes "$server_pid" "$ours" "$header" >>"$work/ours"
    handshakes "$nginx_pid" "$peer" "X-None: 0" >>"$work/peer"
  done
  compare "new connection each, full handshake" 70 "the client's half of the handshake; ours signs P-256 in BoringSSL"
}

# Forms with the private key, which are audited alike.
forms() {
  local i base=${ours%/chain.pem}
  : >"$work/ours"
  : >"$work/peer"
  load "$server_pid" 2 32 "$base/bundle.pfx" -H "$header" -H "Pfx-Password: of-the-bench" >/dev/null
  load "$server_pid" 2 32 "$base/bundle.pem" -H "$header" >/dev/null
  for ((i = 0; i < rounds; i++)); do
    load "$server_pid" "$seconds" 32 "$base/bundle.pfx" -H "$header" -H "Pfx-Password: of-the-bench" >>"$work/ours"
    load "$server_pid" "$seconds" 32 "$base/bundle.pem" -H "$header" >>"$work/peer"
  done
  local a b
  a=$(column "$work/ours" 1) b=$(column "$work/peer" 1)
  result pull "PFX against PEM, both with the key" "PFX $(round "$a")/s, $(round "$(column "$work/ours" 2)") µs CPU" \
    "PEM $(round "$b")/s, $(round "$(column "$work/peer" 2)") µs CPU" "$(percent "$a" "$b")" % ">=" 70 \
    "the audit's commits (H2), alike for both"
}

# The HTTPS port answers the same through Tomcat.
floor() {
  ours=https://localhost:$https_port/pull/v1/bindings/$binding/chain.pem
  load "$server_pid" "$warm" 32 "$ours" -H "$header" >/dev/null
  against "the same on the HTTPS port, keep-alive" 25 "Tomcat, JSSE and Spring's filters: the floor" 32
}
