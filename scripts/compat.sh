#!/bin/sh
# Tests with another Python, $PYTHON, and with another JupyterLab where $LAB names one ("4.5"), in an environment
# of its own below .compat. The browser tests run only where $LAB is given. Arguments go to pytest.
set -eu

if [ -z "${PYTHON:-}" ]; then
    echo "Say which Python: make compat PYTHON=python3.10, or with JupyterLab: make compat PYTHON=python3.12 LAB=4.5" >&2
    exit 2
fi
version=$("$PYTHON" -c 'import platform; print(platform.python_version())')
place=.compat/$version${LAB:+-lab$LAB}
python=$place/bin/python
[ -x "$python" ] || "$PYTHON" -m venv "$place"
echo "Installing in $place …"
JOVIAN_LAB_SKIP_NPM=1 "$python" -m pip install --quiet --disable-pip-version-check --editable '.[test]' \
    ${LAB:+"jupyterlab==$LAB.*"}
"$python" -m pytest -q -n 2 tests --ignore=tests/browser --ignore=tests/packaging --ignore=tests/torture "$@"
"$python" -m pytest -q tests/packaging tests/torture "$@"
if [ -n "${LAB:-}" ]; then
    CHROMIUM="${CHROMIUM:-$(sh scripts/chromium.sh)}" "$python" -m pytest -q tests/browser "$@"
fi
