#!/usr/bin/env bash
# The browser tests need Chromium. As root on Debian it is installed; elsewhere you are told how.
set -u
if [ -n "${CHROMIUM:-}" ] && [ -x "$CHROMIUM" ]; then exit 0; fi
for name in chromium chromium-browser google-chrome; do
  command -v "$name" >/dev/null 2>&1 && exit 0
done
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
  echo "Installing chromium for the browser tests …"
  log=$(mktemp)
  if (apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium) >"$log" 2>&1; then
    exit 0
  fi
  tail -n 5 "$log" >&2
fi
echo "No Chromium found: the browser tests will not run. Install it ('apt install chromium', 'brew install chromium')" >&2
echo "or name it: CHROMIUM=/path/to/chrome make test" >&2
exit 0
