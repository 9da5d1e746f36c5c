# Sourced by deploy/sdk/test: what each language needs, and how its scenario is run. Bash.
# shellcheck shell=bash disable=SC2034 # program is read there
# shellcheck disable=SC2154 # root, here and work are set by whoever sources this

tools=$root/target/tools

# current STAMP FILE ...: whether the stamp holds those files as they are
current() {
  [ -f "$1" ] && [ "$(cat "$1")" = "$(cat "${@:2}" | cksum)" ]
}

need_sdk_python() {
  local venv=$tools/sdk-python
  need_python
  current "$venv/.made" "$here/python/requirements.txt" && return
  say "Installing the SDK for Python ..."
  rm -rf "$venv"
  { python3 -m venv "$venv" && "$venv/bin/pip" install -q -r "$here/python/requirements.txt"; } >&2 ||
    fail "the SDK for Python could not be installed; pip needs Python's package index."
  cksum <"$here/python/requirements.txt" >"$venv/.made"
}

program_python() { program=("$tools/sdk-python/bin/python" "$here/python/scenario.py"); }

# What Go keeps of an earlier build decides what it does anew.
need_sdk_go() {
  apt_install go golang-go
  say "Building the scenario for Go ..."
  (cd "$here/go" && GOTOOLCHAIN=local go build -o "$tools/sdk-go" .) >&2 ||
    fail "the scenario for Go could not be built with $(go version). It needs Go 1.24 or later and the Go module proxy."
}

program_go() { program=("$tools/sdk-go"); }
