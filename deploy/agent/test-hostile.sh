# Sourced by test: the agent, a real nginx and a server that misbehaves on order. Each hardship
# begins with version 1 served and version 2 published, and after it an outside handshake must
# verify and the server must have been told why.
# shellcheck shell=sh
# shellcheck disable=SC2154,SC2034 # what is not set or not used here is the suite's
# shellcheck disable=SC2016 # what stands in single quotes is for another shell

wait_for() {
  wait_left=100
  until "$@" >/dev/null 2>&1; do
    wait_left=$((wait_left - 1))
    [ "$wait_left" -gt 0 ] || return 1
    sleep 0.1
  done
}

free_port() {
  python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'
}

engine() {
  nginx -c "$world/nginx.conf" "$@" 2>>"$world/nginx.log"
}

# nginx_conf [DIRECTIVE]: two sites, of which the second is for the second agent.
nginx_conf() {
  nginx_user=''
  [ "$(id -u)" -ne 0 ] || nginx_user='user root;'
  cat >"$world/nginx.conf" <<NGINX
$nginx_user worker_processes 2; pid $world/pid; error_log $world/error.log; ${1:-}
events { worker_connections 64; }
http {
  access_log off; client_body_temp_path $world/tmp; proxy_temp_path $world/tmp;
  fastcgi_temp_path $world/tmp; uwsgi_temp_path $world/tmp; scgi_temp_path $world/tmp;
  server {
    listen 127.0.0.1:$nginx_port ssl; server_name a.example.com;
    ssl_certificate $web/current/chain.pem; ssl_certificate_key $web/current/key.pem;
  }
  server {
    listen 127.0.0.1:$second_port ssl; server_name a.example.com;
    ssl_certificate $world/second/web/current/chain.pem; ssl_certificate_key $world/second/web/current/key.pem;
  }
}
NGINX
}

# serves NAME [PORT]: a handshake from outside verifies and shows that certificate.
serves() {
  openssl s_client -connect "127.0.0.1:${2:-$nginx_port}" -servername a.example.com -verify_return_error \
    -verify_hostname a.example.com -CAfile "$root/pki/ca.pem" </dev/null 2>/dev/null >"$world/seen" &&
    openssl x509 -in "$world/seen" -out "$world/seen.pem" 2>/dev/null &&
    cmp -s "$world/seen.pem" "$root/pki/$1.pem"
}

serves_either() {
  serves one || serves two
}

begin_hostile() {
  world=$root/hostile
  conf=$world/conf state=$world/disk/state web=$world/disk/web FAKE=$world/server bin=''
  rm -rf "$world"
  mkdir -p "$world/tmp" "$conf/sites" "$state" "$web" "$FAKE" "$world/second"
  chmod 0755 "$root"
  (cd "$root/pki" && issue server localhost && cat server.key server.pem >"$FAKE/tls.pem" &&
    issue today localhost "$(date -u -d '-1 day' +%Y%m%d000000Z)" "$(date -u -d '+9 days' +%Y%m%d000000Z)" &&
    issue lapsed localhost 20200101000000Z 20210101000000Z && issue misnamed example.net) || return 1
  "$here/test-server" "$FAKE" 2>"$world/server.log" &
  server_pid=$!
  wait_for [ -s "$FAKE/port" ] || return 1
  printf 'server=https://localhost:%s\nca-file=%s\n' "$(cat "$FAKE/port")" "$root/pki/ca.pem" >"$conf/agent.conf"
  nginx_port=$(free_port) second_port=$(free_port)
  nginx_conf
  site_defaults=$(printf '%s\n' certificate=web "directory=$web" "test=nginx -t -q -c $world/nginx.conf" \
    "reload=nginx -s reload -c $world/nginx.conf" "verify=127.0.0.1:$nginx_port" host=a.example.com verify-seconds=3 command-seconds=2)
  site test= reload=true verify=none
  enrolled
  cp "$state/credential" "$FAKE"
  publish "$v1" one.key one.pem ca.pem
  perennial once || return 1
  site
  cp -a "$world/disk" "$world/base"
  cp -a "$world/disk/." "$world/second"
  engine && wait_for serves one
}

end_hostile() {
  [ -n "${world:-}" ] || return 0
  ! grep -q " $world/disk" /proc/mounts || umount "$world/disk"
  [ ! -s "$world/pid" ] || kill "$(cat "$world/pid")"
  [ -z "${server_pid:-}" ] || kill "$server_pid" 2>/dev/null
  world='' server_pid='' bin=$root/bin:
  conf=$root/conf state=$root/state web=$root/web FAKE=$root/fake
}

# calm: version 1 is served, version 2 published, and everything well.
calm() {
  as=''
  ! grep -q " $world/disk" /proc/mounts || umount "$world/disk"
  rm -rf "$world/disk/web" "$world/disk/state"
  cp -a "$world/base/." "$world/disk"
  rm -f "$FAKE"/*.behaviour "$FAKE"/*.status "$FAKE/reports" "$FAKE/routes" "$FAKE/flooded"
  cat "$root/pki/server.key" "$root/pki/server.pem" >"$FAKE/tls.pem"
  nginx_conf
  site
  enrolled
  publish "$v2" two.key two.pem ca.pem
  serves one || engine -s reload
  wait_for serves one || flunk "nginx does not serve the first version again"
}

told() {
  grep -F "version=$v2&outcome=$1&" "$FAKE/reports" 2>/dev/null | grep -qF -e "$2"
}

# endures NAME CODE OUTCOME SENTENCE [CERTIFICATE]: a round ends with the code; the server was
# told that outcome with that sentence, or, with `-`, cannot be told, and the log says it; and
# the certificate (default: the first) is served.
endures() {
  exits "$1" "$2" once
  if [ "$3" = - ]; then says "  and logs why" "$4"; else check "  and the server is told why" told "$3" "$4"; fi
  check "  and a valid certificate is served" serves "${5:-one}"
}

# then_well NAME: as soon as the hardship ends, the next round installs version 2.
then_well() {
  exits "$1" 0 once --retry-failed
  check "  seen from outside" serves two
}

hostile_web_server() {
  calm
  nginx_conf 'no_such_directive on;'
  endures "a broken nginx configuration" 1 failed "unknown directive 'no_such_directive'"
  nginx_conf
  then_well "  installs when it is mended"
  calm
  site "reload=readlink $web/current | grep -q $v1 && nginx -s reload -c $world/nginx.conf || sleep 60"
  endures "a reload that hangs" 1 rolled-back "the reload command failed: it took longer than 2 s"
  calm
  site "reload=trap '' TERM; readlink $web/current | grep -q $v1 && nginx -s reload -c $world/nginx.conf || while :; do sleep 1; done"
  endures "a reload that hangs and ignores TERM" 1 rolled-back "it took longer than 2 s"
  calm
  site "reload=true"
  endures "a reload that does nothing" 1 rolled-back "after 3 s 127.0.0.1:$nginx_port serves"
  calm
  site "test=dd if=/dev/zero bs=1M count=20 2>/dev/null | tr '\\0' x; false"
  endures "a test that prints 20 MB" 1 failed "the test command failed: exit 1: xxx"
}

# fill: a disk of half a megabyte for versions and state, without a free octet.
fill() {
  mount -t tmpfs -o size=512k,mode=0755 none "$world/disk" 2>/dev/null || return 1
  cp -a "$world/base/." "$world/disk"
  enrolled
  dd if=/dev/zero of="$world/disk/full" bs=4k 2>/dev/null
  [ "$(df --output=avail "$world/disk" | tail -n 1)" -eq 0 ]
}

hostile_disk() {
  calm
  if fill; then
    endures "a full disk" 1 failed "is the disk full or read-only?"
    rm "$FAKE/routes"
    echo a-token >"$world/token"
    exits "  enrolling there" 3 enrol --server "https://localhost:$(cat "$FAKE/port")" --ca-file "$root/pki/ca.pem" --token-file "$world/token"
    check "  does not spend the token" [ ! -e "$FAKE/routes" ]
    rm "$world/disk/full"
  else # no right to mount: a file cannot grow beyond 512 octets instead
    as='sh -c trap${IFS}""${IFS}XFSZ;ulimit${IFS}-f${IFS}1;exec${IFS}"$0"${IFS}"$@"'
    endures "a full disk, by ulimit" 1 failed "or the disk is full"
    as=''
  fi
  then_well "  installs when there is room"
  calm
  if [ "$(id -u)" -eq 0 ]; then
    chown -R 65534 "$state" "$conf"
    as='setpriv --reuid=65534 --clear-groups'
  else
    chmod 0555 "$web" "$web/versions"
  fi
  endures "a read-only folder" 1 failed "is the disk full or read-only?"
  as=''
  chmod 0755 "$web" "$web/versions"
  chown -R "$(id -u)" "$state" "$conf"
  then_well "  installs when it is writable"
  calm
  site owner=nosuchuser
  endures "an owner who does not exist" 1 failed "the files cannot be given to nosuchuser"
  calm
  chmod g+w "$web"
  echo garbage >"$FAKE/report.behaviour"
  exits "a folder that others may change" 3 once
  rm "$FAKE/report.behaviour" "$FAKE/reports"
  endures "  which the server did not hear" 3 failed "is writable by its group"
  : >"$FAKE/reports"
  exits "  again" 3 once
  check "  is told only once" [ ! -s "$FAKE/reports" ]
  chmod g-w "$web"
  exits "  installs at once when it is mended" 0 once
}

hostile_bundle() {
  calm
  publish "$v2" one.key two.pem ca.pem
  endures "a wrong key" 1 failed "the private key does not belong"
  calm
  publish "$v2" two.key two.pem other-ca.pem
  endures "a chain that does not build" 1 failed "certificate 0 of the chain"
  calm
  publish "$v2" elsewhere.key elsewhere.pem ca.pem
  endures "a certificate of other names" 1 failed "does not cover a.example.com"
  calm
  publish "$v2" past.key past.pem ca.pem
  endures "an expired certificate" 1 failed "certificate has expired"
  check "  with no remark on the clock" [ -z "$(grep -F 'the clock here' "$FAKE/reports")" ]
  calm
  publish "$v2" future.key future.pem ca.pem
  endures "a certificate of tomorrow" 1 failed "certificate is not yet valid"
  calm
  printf 'b1\tweb\t%s\t%064d\t443\ta.example.com\n' "$v2" 7 >"$FAKE/bindings"
  endures "a wrong fingerprint in the listing" 1 failed "not the one that the server listed"
  calm
  printf '"../../../etc/cron.d/x"' >"$FAKE/bundle.pem.etag"
  endures "a version that is a path" 4 - "the bundle's ETag is not a version"
  calm
  echo drip >"$FAKE/bundle.pem.behaviour"
  endures "a bundle that comes drop by drop" 1 failed "curl exit 28"
  calm
  echo cut >"$FAKE/bundle.pem.behaviour"
  endures "a bundle that is cut" 1 failed "the bundle could not be fetched: curl exit 18"
  for hostile_flood in flood chunks padding; do
    calm
    echo "$hostile_flood" >"$FAKE/bundle.pem.behaviour"
    endures "a bundle of 10 GB ($hostile_flood)" 1 failed "the bundle could not be fetched"
    wait_for [ -s "$FAKE/flooded" ]
    check "  of which little is read" [ "$(cat "$FAKE/flooded")" -lt 20000000 ]
  done
}

hostile_server() {
  for hostile_way in garbage redirect chunks; do
    calm
    echo "$hostile_way" >"$FAKE/bindings.behaviour"
    endures "a listing of $hostile_way" 4 - "reason="
  done
  calm
  echo garbage >"$FAKE/report.behaviour"
  exits "a report that gets no answer" 4 once
  check "  does not undo what is served" serves two
  check "  waits on disk" [ -s "$state/sites/web/report" ]
  rm "$FAKE/report.behaviour" "$FAKE/reports"
  exits "  and is sent later" 0 once
  check "  with the same words" told installed ''
  check "  once" [ ! -e "$state/sites/web/report" ]
  for hostile_tls in lapsed misnamed; do
    calm
    (cd "$root/pki" && cat "$hostile_tls.key" "$hostile_tls.pem") >"$FAKE/tls.pem"
    endures "a server whose own certificate is $hostile_tls" 4 - "curl exit 60"
    check "  is asked nothing" [ ! -e "$FAKE/routes" ]
  done
  calm
  (cd "$root/pki" && openssl req -x509 -key other.key -subj /CN=localhost -addext subjectAltName=DNS:localhost -days 9 -out fake.pem 2>/dev/null &&
    cat other.key fake.pem) >"$FAKE/tls.pem"
  endures "a server of another authority" 4 - "curl exit 60"
  check "  is asked nothing" [ ! -e "$FAKE/routes" ]
}

hostile_clock() {
  calm
  publish "$v2" now.key now.pem ca.pem
  as="faketime -f +365d"
  endures "a clock a year ahead" 1 failed "certificate has expired; the clock here is 3153"
  as=''
  exits "  installs at once when it is right again" 0 once
  check "  seen from outside" serves now
  calm
  publish "$v2" now.key now.pem ca.pem
  as="faketime -f -365d"
  endures "a clock a year behind" 1 failed "not yet valid; the clock here is 3153"
  as=''
  exits "  installs when it is right again" 0 once --retry-failed
  check "  seen from outside" serves now
  calm
  (cd "$root/pki" && cat today.key today.pem) >"$FAKE/tls.pem"
  as="faketime -f +365d"
  endures "a clock for which the server itself has expired" 4 - "certificate has expired"
  as=''
  exits "  installs at once when it is right again" 0 once
  check "  seen from outside" serves two
}

hostile_two() {
  calm
  site "test=touch $world/first-is-in; sleep 1"
  perennial once &
  two_first=$!
  wait_for [ -e "$world/first-is-in" ]
  "$agent" once --config "$conf" --state "$state" >"$world/out" 2>"$world/err"
  check "a second agent on the same state" [ $? -eq 6 ]
  check "  says why" grep -q "another perennial-agent works on" "$world/err"
  wait "$two_first"
  check "  and the first installs" serves two
  calm
  rm -rf "$world/second"/* "$world/second-conf"
  cp -a "$world/base/." "$world/second"
  cp -a "$conf" "$world/second-conf"
  sed -i "s:$web:$world/second/web:; s/:$nginx_port/:$second_port/" "$world/second-conf/sites/web.conf"
  perennial once &
  two_first=$!
  "$agent" once --config "$world/second-conf" --state "$world/second/state" >"$world/out" 2>"$world/err"
  check "two agents with a configuration each, at once" [ $? -eq 0 ]
  wait "$two_first"
  check "  and the other" [ $? -eq 0 ]
  check "  serve the one site" serves two
  check "  and the other" serves two "$second_port"
}

# Kills an installation at every KILL_NGINXth line and looks from outside each time.
hostile_kill() {
  make_killer
  calm
  kill_lines=$(lines | awk -v step="${KILL_NGINX:-12}" 'NR % step == 0')
  kill_runs=0 kill_served=0 kill_healed=0
  for kill_at in $kill_lines; do
    calm
    # The handshakes vary in number, so a run may end before the last of these.
    killed "$kill_at" || continue
    kill_runs=$((kill_runs + 1))
    if serves_either; then kill_served=$((kill_served + 1)); else flunk "killed at $kill_at: nothing valid is served"; fi
    engine -s reload
    if wait_for serves_either; then :; else flunk "killed at $kill_at: a reload breaks the site"; fi
    if perennial once && serves two && told installed ''; then kill_healed=$((kill_healed + 1)); else flunk "killed at $kill_at: not healed"; fi
  done
  check "killed at $kill_runs lines: nginx serves a valid certificate" [ "$kill_served" -eq "$kill_runs" ]
  check "  and the next round installs" [ "$kill_healed" -eq "$kill_runs" ]
  check "  and the lines cover it" [ $((kill_runs * ${KILL_NGINX:-12})) -ge 100 ]
}

test_hostile() {
  if ! begin_hostile; then
    flunk "the hostile world cannot be made: are nginx and python3 installed?"
    return
  fi
  for hostile_part in ${HOSTILE:-web_server disk bundle server clock two kill}; do
    "hostile_$hostile_part"
  done
  end_hostile
}
