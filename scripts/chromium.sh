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

can_install() {
    [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null
}

# install PACKAGE…: from the system; failing is no reason to stop
install() {
    export DEBIAN_FRONTEND=noninteractive
    apt-get update -qq >&2 </dev/null || true
    apt-get install -qq -y --no-install-recommends "$@" >&2 </dev/null || true
}

# Playwright brings a Node of its own, which needs a library that the smallest systems lack.
if [ -x .venv/bin/playwright ] && ! .venv/bin/playwright --version >/dev/null 2>&1; then
    if can_install; then
        echo "Installing what Playwright needs …" >&2
        install libatomic1
    fi
    if ! .venv/bin/playwright --version >&2; then
        echo "Playwright does not start. Install what it names, often libatomic1, or libatomic, of your system." >&2
        exit 1
    fi
fi

if [ -n "${CHROMIUM:-}" ]; then
    if ! command -v "$CHROMIUM"; then
        echo "CHROMIUM is $CHROMIUM, which is no program." >&2
        exit 1
    fi
    exit
fi
find_one && exit
if can_install; then
    echo "Installing Chromium for the browser tests …" >&2
    install chromium fonts-dejavu-core
    find_one && exit
fi
echo "Installing Playwright's Chromium for the browser tests …" >&2
if ! .venv/bin/playwright install chromium >&2; then
    echo "There is no Chromium. Install one and name it: make CHROMIUM=/path/to/chromium test" >&2
    exit 1
fi
