#!/usr/bin/env bash
# The audit needs Node for axe-core and Lighthouse, and Java for the HTML checker. As root on Debian what is missing
# is installed; elsewhere you are told how. What is still missing then shows in the report as a budget not measured.
set -u
cd "$(dirname "$0")/.."

need() { # command, packages
  command -v "$1" >/dev/null 2>&1 && return 0
  if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    echo "Installing ${*:2} for the audit …"
    log=$(mktemp)
    (apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${@:2}") >"$log" 2>&1 && return 0
    tail -n 5 "$log" >&2
  fi
  echo "No $1 found. Install it ('apt install ${*:2}', or as your system does) and run 'make audit' again." >&2
  return 1
}

bash tests/chromium.sh
need java default-jre-headless
need npm nodejs npm || exit 0
if [ ! -e node_modules/.audit ] || [ package-lock.json -nt node_modules/.audit ]; then
  npm ci --silent && touch node_modules/.audit
fi
exit 0
