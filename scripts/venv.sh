#!/bin/sh
# Makes .venv with the first Python that is new enough: $PYTHON, python3, or a python3.NN.
set -eu

new_enough() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 10))' >/dev/null 2>&1; }

for candidate in ${PYTHON:-python3 python3.14 python3.13 python3.12 python3.11 python3.10 python}; do
    new_enough "$candidate" || continue
    if ! "$candidate" -c 'import ensurepip, venv' >/dev/null 2>&1; then
        echo "$candidate has no venv module: install it (on Debian and Ubuntu: apt install python3-venv)." >&2
        exit 1
    fi
    exec "$candidate" -m venv .venv
done
if [ -n "${PYTHON:-}" ]; then
    echo "$PYTHON is not Python 3.10 or newer." >&2
else
    found=$(python3 --version 2>/dev/null || echo "no python3")
    echo "jovian-lab needs Python 3.10 or newer; there is $found." >&2
    echo "Install one, or name it: make PYTHON=/path/to/python3.12 …" >&2
fi
exit 1
