# `make lab` to use jovian-lab on an example, `make test` to check everything. Only Python ≥ 3.10 and git are assumed.

.DEFAULT_GOAL := help
.NOTPARALLEL:
.DELETE_ON_ERROR:
.PHONY: help lab lab-ready setup test check-python check-frontend test-frontend test-python test-torture \
	test-package test-browser compat torture bench screenshots docs clean

# where the example project is made, and what else JupyterLab is started with
EXAMPLE ?= example
LAB_FLAGS ?=
# what else pytest is started with
PYTEST_FLAGS ?=

bin := .venv/bin
python := $(bin)/python
npm := $(python) scripts/node.py npm
pytest := $(python) -m pytest -q $(PYTEST_FLAGS)
stamps := .venv/stamps
bundle := jovian_lab/labextension/package.json
sources := $(shell find labextension/src labextension/style labextension/schema -type f 2>/dev/null)
packaging := setup.py pyproject.toml package.json package-lock.json scripts/node.py
say = @printf '\n── %s\n'

help:
	@echo 'make lab          install, make the example project and open JupyterLab on it'
	@echo 'make test         install and run every check and test'
	@echo 'make compat       test with another Python and JupyterLab: PYTHON=python3.10 LAB=4.5'
	@echo 'make torture      the long form of the crash, race and damage tests'
	@echo 'make bench        measure commits beside git and others'
	@echo 'make screenshots  make the pictures of the documentation anew'
	@echo 'make docs         write the generated parts of the documentation anew'
	@echo 'make clean        delete what was installed and built, but not the example'

# ── installing

$(python):
	@PYTHON='$(PYTHON)' sh scripts/venv.sh

# $(call install,EXTRA): JupyterLab is to take the bundle from the source folder, so that a new one is seen
# at once; the link must not be there while pip replaces the files it installed
define install
	@echo 'Installing jovian-lab[$(1)] in .venv, which takes a minute or two the first time …'
	@mkdir -p $(stamps)
	@rm -rf .venv/share/jupyter/labextensions/jovian-lab
	@$(python) -m pip install --quiet --disable-pip-version-check --editable '.[$(1)]'
	@rm -rf .venv/share/jupyter/labextensions/jovian-lab
	@ln -s "$(CURDIR)/jovian_lab/labextension" .venv/share/jupyter/labextensions/jovian-lab
	@touch $(bundle)
endef

$(stamps)/demo: $(packaging) | $(python)
	$(call install,demo)
	@touch $@

$(stamps)/dev: $(packaging) | $(python)
	$(call install,dev)
	@touch $(stamps)/demo $@

$(bundle): $(sources) tsconfig.json
	@echo 'Building the frontend …'
	@$(npm) run --silent build:prod
	@touch $@

# ── using

lab-ready: $(stamps)/demo $(bundle)
	@test -e '$(EXAMPLE)/digits.ipynb' || $(bin)/jovian-lab demo '$(EXAMPLE)'

lab: lab-ready
	@cd '$(EXAMPLE)' && exec '$(CURDIR)/$(bin)/jupyter' lab --ip=127.0.0.1 \
		$$(test "$$(id -u)" != 0 || echo --allow-root) $(LAB_FLAGS) digits.ipynb

# ── testing

setup: $(stamps)/dev $(bundle)

test: check-python check-frontend test-frontend test-python test-torture test-package test-browser
	@printf '\nEverything passed.\n'

check-python: setup
	$(say) 'ruff'
	@$(bin)/ruff check
	@$(bin)/ruff format --check
	$(say) 'mypy'
	@$(bin)/mypy --strict
	$(say) 'import-linter'
	@$(bin)/lint-imports --no-logo

check-frontend: setup
	$(say) 'TypeScript'
	@$(npm) run --silent check:types && echo 'No errors.'
	$(say) 'eslint'
	@$(npm) run --silent lint && echo 'No problems.'
	$(say) 'prettier'
	@$(npm) run --silent check:format
	$(say) 'dependency-cruiser'
	@$(npm) run --silent check:architecture

test-frontend: setup
	$(say) 'Unit tests of the frontend'
	@$(npm) run --silent test

test-python: setup
	$(say) 'Tests of the package'
	@$(pytest) -n 2 tests --ignore=tests/browser --ignore=tests/packaging --ignore=tests/torture

test-torture: setup
	$(say) 'Crashes, races and damage, in short'
	@$(pytest) tests/torture

test-package: setup
	$(say) 'Tests of the wheel'
	@$(pytest) tests/packaging

test-browser: setup
	$(say) 'Browser tests, one that fails once more: a busy machine can keep a page waiting'
	@CHROMIUM="$$(sh scripts/chromium.sh)" $(pytest) --reruns 1 tests/browser

compat: $(bundle)
	@PYTHON='$(PYTHON)' LAB='$(LAB)' sh scripts/compat.sh $(PYTEST_FLAGS)

torture: setup
	@JOVIAN_TORTURE=long $(python) -m pytest -v --timeout=0 tests/torture $(PYTEST_FLAGS)

# ── figures and pictures

bench: setup
	@$(python) -m benchmarks.commit
	@$(python) -m benchmarks.history
	@$(python) -m benchmarks.environment
	@$(python) -m benchmarks.restore

screenshots: setup
	@CHROMIUM="$$(sh scripts/chromium.sh)"; export CHROMIUM; \
	for script in scripts/screenshots*.py; do $(python) -m scripts.$$(basename $$script .py) || exit; done

docs: setup
	@$(python) -m jovian_lab.server.reference
	@$(python) -m jovian_lab.cli.reference > docs/cli.md
	@$(npm) run --silent generate:types

clean:
	rm -rf .venv .compat node_modules build dist *.egg-info jovian_lab/labextension labextension/lib test-results
	rm -rf .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find jovian_lab tests benchmarks scripts -name __pycache__ -type d -prune -exec rm -rf {} +
