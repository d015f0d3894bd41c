#!/usr/bin/env bash
# `hooks/pango.sh PYTHON`: the PDFs are set with Pango. On Debian and Ubuntu root installs it, and so does a CI runner
# that may become root; elsewhere you are told how.
set -u
"$1" -c 'import weasyprint' >/dev/null 2>&1 && exit 0
packages="libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fontconfig"
root=""
[ "$(id -u)" = 0 ] || root="sudo -n"
if command -v apt-get >/dev/null 2>&1 && { [ -z "$root" ] || { [ -n "${CI:-}" ] && command -v sudo >/dev/null 2>&1; }; }; then
  echo "Installing Pango for the PDFs …"
  log=$(mktemp)
  # shellcheck disable=SC2086 - several words on purpose
  if { $root apt-get update -qq && $root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $packages; } >"$log" 2>&1 &&
    "$1" -c 'import weasyprint' 2>>"$log"; then
    exit 0
  fi
  tail -n 5 "$log" >&2
fi
echo "No Pango found: no PDF can be made. Install it ('apt install $packages', 'brew install pango')" >&2
exit 1
