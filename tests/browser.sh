#!/usr/bin/env bash
# Opens reports and packs in Chromium at the widths of phones and desktops. Installs Debian's package where it may; where
# there is no Chromium in the end, the test says so and is skipped.
set -euo pipefail
cd "$(dirname "$0")/.."

if ! command -v chromium >/dev/null && [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
  (apt-get update -qq && apt-get install -y -qq --no-install-recommends chromium) || echo "chromium could not be installed" >&2
fi
exec cargo test --test it browser:: -- --ignored --nocapture
