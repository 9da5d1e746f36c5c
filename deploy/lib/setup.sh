# Sourced by deploy/run, deploy/test and the demo: finds or installs what they need. POSIX sh.
# shellcheck shell=sh
# shellcheck disable=SC2154 # root is set by whoever sources this

# shellcheck source=deploy/lib/practise.sh
. "$root/deploy/lib/practise.sh"

say() { printf '%s\n' "$*" >&2; }
fail() { printf 'error: %s\n' "$*" >&2; exit 1; }
wrong() { printf 'error: %s\n' "$*" >&2; exit 2; }

# apt_install COMMAND PACKAGE: installs the package unless the command is there.
apt_install() {
  command -v "$1" >/dev/null 2>&1 && return 0
  apt_package "$2" || fail "$1 is missing. Install it (Debian and Ubuntu: apt-get install $2) and run this again."
}

apt_package() {
  command -v apt-get >/dev/null 2>&1 && [ "$(id -u)" = 0 ] || return 1
  if [ -z "${apt_updated:-}" ]; then
    say "Reading the list of packages ..."
    apt-get update -qq >/dev/null || return 1
    apt_updated=1
  fi
  say "Installing $1 ..."
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$1" >/dev/null
}

# is_jdk_25 FOLDER
is_jdk_25() {
  [ -x "$1/bin/javac" ] && [ -f "$1/release" ] && grep -q '^JAVA_VERSION="25[."]' "$1/release"
}

# Sets and exports JAVA_HOME.
find_jdk() {
  for home in "${JAVA_HOME:-}" /usr/lib/jvm/* /usr/local/lib/jvm/* /opt/*jdk* /opt/java/* "$HOME"/.sdkman/candidates/java/* "$HOME"/.jdks/*; do
    if [ -n "$home" ] && is_jdk_25 "$home"; then
      JAVA_HOME=$home
      export JAVA_HOME
      PATH=$JAVA_HOME/bin:$PATH
      return 0
    fi
  done
  if [ -z "${jdk_tried:-}" ]; then
    jdk_tried=1
    apt_package openjdk-25-jdk-headless 2>/dev/null && find_jdk && return 0
  fi
  fail "no JDK 25 was found in JAVA_HOME, /usr/lib/jvm or /opt, and this system's packages have none.
Install one (package openjdk-25-jdk-headless or temurin-25-jdk, or unpack any JDK 25) and, if it
lies elsewhere, say where: JAVA_HOME=/path/to/jdk-25 $0"
}

need_build_tools() {
  find_jdk
  apt_install mvn maven
  apt_install curl curl
  apt_install openssl openssl
}

PEBBLE_VERSION=2.10.1

# Sets PERENNIAL_PEBBLE to the folder with pebble and pebble-challtestsrv.
need_pebble() {
  tools=$root/target/tools/pebble-$PEBBLE_VERSION
  if [ -x "$tools/pebble" ] && [ -x "$tools/pebble-challtestsrv" ]; then
    PERENNIAL_PEBBLE=$tools
  elif command -v go >/dev/null 2>&1; then
    say "Building Pebble $PEBBLE_VERSION ..."
    mkdir -p "$tools"
    GOBIN=$tools go install "github.com/letsencrypt/pebble/v2/cmd/pebble@v$PEBBLE_VERSION" \
      "github.com/letsencrypt/pebble/v2/cmd/pebble-challtestsrv@v$PEBBLE_VERSION" 2>/dev/null ||
      fail "Pebble could not be built with $(go version). It needs Go 1.21 or later and the Go module proxy."
    PERENNIAL_PEBBLE=$tools
  else
    say "There is no Go here; taking the distribution's older Pebble."
    apt_install pebble pebble
    PERENNIAL_PEBBLE=$(dirname "$(command -v pebble)")
  fi
  export PERENNIAL_PEBBLE
}

need_nginx() {
  PATH=$PATH:/usr/sbin:/sbin
  # The package would start a server of its own on port 80, which nobody asked for.
  if ! command -v nginx >/dev/null 2>&1; then
    policy=/usr/sbin/policy-rc.d
    made=
    if [ "$(id -u)" = 0 ] && [ ! -e $policy ]; then
      printf '#!/bin/sh\nexit 101\n' >$policy && chmod +x $policy && made=1
    fi
    apt_install nginx nginx-light
    [ -z "$made" ] || rm -f $policy
  fi
}

# Debian keeps what makes virtual environments in a package of its own.
need_python() {
  apt_install python3 python3
  python3 -c 'import ensurepip, venv' 2>/dev/null || apt_package python3-venv ||
    fail "Python's venv is missing. Install it (Debian and Ubuntu: apt-get install python3-venv)."
}

# Builds the server into target/server unless that is newer than every source.
build_server() {
  stamp=$root/target/server/.built
  if [ -f "$stamp" ] && [ -z "$(find "$root/pom.xml" "$root/src/pom.xml" "$root/src/main" "$root/templates" \
    "$root/ca-connectors/spi" "$root/ca-connectors/local" "$root/ca-connectors/acme" -newer "$stamp" \
    -type f -not -path '*/target/*' -not -path '*/src/test/*' -print -quit)" ]; then
    return 0
  fi
  say "Building the server; the first time takes a few minutes ..."
  mkdir -p "$root/target"
  : >"$root/target/.building"
  # Maven's own libraries make a current JDK warn.
  (cd "$root" && MAVEN_OPTS="--sun-misc-unsafe-memory-access=allow ${MAVEN_OPTS:-}" \
    mvn -q -B -pl src -am package -Dmaven.test.skip=true -Dspotless.check.skip=true) >&2 ||
    fail "the build failed; the lines above say why."
  unpack_server
  # What was edited meanwhile is newer than this.
  mv "$root/target/.building" "$stamp"
}

# What the server's JVM is given. Attaching a debugger or dumping the heap would show keys in use.
# It begins with a small heap, or a large machine's would be touched whole before the first collection,
# and gives back what the start and the compilers have freed. Spring takes its beans as the build has
# worked them out, which no setting changes.
java_options="-Dspring.aot.enabled=true -Xms64m -Xmx256m -XX:TrimNativeHeapInterval=5000 -XX:+UseSerialGC
  -XX:+UseCompactObjectHeaders -XX:+DisableAttachMechanism
  --enable-native-access=ALL-UNNAMED"
aot_cache=$root/target/server/perennial.aot

# Lets the server work for half a minute, as it will, and keeps the classes as they were then loaded
# and linked, and what the compiler has learned about them: that halves the time of every start, and
# of the first thousand issues. Only this JDK with these options can use it; any other, and one
# without the file, starts as if there were none.
make_aot_cache() {
  say "Letting the server practise, so that it starts faster; half a minute, once ..."
  training=$(mktemp -d)
  (practise "$training" "$aot_cache") ||
    say "The cache that makes starts faster could not be made; the server works without."
  rm -rf "$training"
}

# Unpacks what Maven built into target/server, and marks it as built now.
unpack_server() {
  rm -rf "$root/target/server"
  (cd "$root/target" && "$JAVA_HOME/bin/java" -Djarmode=tools -jar perennial-*-boot.jar extract --destination server >/dev/null) ||
    fail "the server could not be unpacked into target/server."
  mv "$root"/target/server/perennial-*.jar "$root/target/server/perennial.jar"
  make_aot_cache
  : >"$root/target/server/.built"
}
