#!/bin/sh
# Prints the path of a Chromium: $CHROMIUM or the system's, else installs one. Nothing is printed for
# Playwright's own, which Playwright finds itself.
set -eu

find_one() {
    for name in chromium chromium-browser google-chrome google-chrome-stable; do
        command -v "$name" && return
    done
    return 1
}

if [ -n "${CHROMIUM:-}" ]; then
    if ! command -v "$CHROMIUM"; then
        echo "CHROMIUM is $CHROMIUM, which is no program." >&2
        exit 1
    fi
    exit
fi
find_one && exit
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    echo "Installing Chromium for the browser tests …" >&2
    export DEBIAN_FRONTEND=noninteractive
    apt-get update -qq >&2 </dev/null || true
    apt-get install -qq -y --no-install-recommends chromium fonts-dejavu-core >&2 </dev/null || true
    find_one && exit
fi
echo "Installing Playwright's Chromium for the browser tests …" >&2
if ! .venv/bin/playwright install chromium >&2; then
    echo "There is no Chromium. Install one and name it: make CHROMIUM=/path/to/chromium test" >&2
    exit 1
fi
