# Needs Python 3.11 or later and make; everything else goes into .venv.
PORT ?= 8501
N ?= 3
PYTHON ?= $(firstword $(foreach name,python3 python3.14 python3.13 python3.12 python3.11,\
	$(shell $(name) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $(name))))
BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet

# Hundreds of processes of the tests import the same modules: once compiled they stay so, whatever the shell says.
export PYTHONDONTWRITEBYTECODE :=

# The order of the tests; `make chance` tries others.
SEED ?= 1
PYTEST := $(BIN)/python -m pytest -n 2 --dist loadgroup -q
# What a change of facts, model, numbers, words or charts can break, without app and browser.
CORE := tests/data tests/unit tests/property tests/figures

.PHONY: help run replicas upgrade test test-hosted quick lint chance busy fuzz mutants lock screenshots bench audit sbom release-facts
.DEFAULT_GOAL := help

help:  ## List the commands
	@awk -F '##' '/^[a-z0-9_-]+:.*## / { split($$1, name, ":"); printf "make %-12s %s\n", name[1], $$2 }' $(MAKEFILE_LIST)

run: .venv/.run  ## Start the dashboard on http://localhost:8501 (PORT=... for another)
	@echo "Dashboard: http://localhost:$(PORT)"
	@exec $(BIN)/streamlit run app.py --server.port $(PORT)

replicas: .venv/.run  ## Start N=3 processes behind nginx on http://localhost:8501, each started again if it dies
	@exec $(BIN)/python -m deploy.replicas --replicas $(N) --port $(PORT)

upgrade: .venv/.run  ## Restart the running replicas one after the other, under their readers
	@$(BIN)/python -m deploy.replicas --upgrade

test: lint .venv/.chromium  ## Everything that must hold: lint, types, floors and all tests, in a real browser too
	$(PYTEST) --randomly-seed=$(SEED)

test-hosted: .venv/.test  ## Replicas killed under load, floods, churn, hostile input: fifteen minutes, two idle cores
	$(BIN)/python -m pytest -q -s -n0 -m full tests/hosted tests/served

quick: lint  ## Lint, types, floors, and the tests without app and browser
	$(PYTEST) -m "not full and not slow" --randomly-seed=$(SEED) $(CORE)

lint: .venv/.test  ## Lint, format, types and the floors that each room may import from
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports
	$(BIN)/mypy

chance: .venv/.test  ## The quick tests in two orders, under two hash seeds, today and a year from today
	PYTHONHASHSEED=1 $(PYTEST) --randomly-seed=1 $(CORE)
	PYTHONHASHSEED=2 $(PYTEST) --randomly-seed=2 --today \
		$$($(BIN)/python -c 'import datetime as d; print(d.date.today() + d.timedelta(365))') $(CORE)

busy: .venv/.chromium  ## All tests three times in a row while other processes keep every core busy
	@others=; trap 'kill $$others' EXIT; \
	for core in $$(seq $$(nproc)); do $(BIN)/python -c 'while True: pass' & others="$$others $$!"; done; \
	for run in 1 2 3; do $(MAKE) test || exit 1; done

fuzz: .venv/.test  ## Explore: other inputs each time, twenty times as many and 20,000 links; what fails becomes an @example
	FUZZ_LINKS=20000 $(PYTEST) --hypothesis-profile=fuzz -m hypothesis

mutants: .venv/.test  ## Break model and numbers on purpose and count what no test notices (ALL=1: every mutant, hours)
	$(BIN)/python -m tools.mutants $(if $(ALL),--all)

release-facts: .venv/.run  ## Keep today's facts in data/archive, for the links made on them
	$(BIN)/python -m tools.release_facts

lock: .venv/.test  ## Write constraints.txt and requirements.lock anew from requirements*.txt
	rm -rf .venv/lock && $(or $(PYTHON),python3) -m venv .venv/lock
	.venv/lock/bin/python -m pip --disable-pip-version-check --quiet install -r requirements-dev.txt
	{ echo "# Every package of requirements.txt and requirements-dev.txt with its own needs; written by make lock."; \
	  .venv/lock/bin/python -m pip --disable-pip-version-check freeze; } > constraints.txt
	rm -rf .venv/lock
	{ echo "# What the image installs: requirements.txt with its own needs, every file by its hash; written by make lock."; \
	  $(BIN)/uv pip compile --quiet requirements.txt -c constraints.txt --generate-hashes --universal \
	    --python-version 3.11 --no-header --no-annotate; } > requirements.lock

screenshots: .venv/.test .venv/.chromium  ## Every page, language, theme and width into screenshots/, and the README's picture
	$(BIN)/python -m tools.screenshots

bench: .venv/.test .venv/.chromium  ## Measure a step of a slider: model, script, browser against Dash, readers at once; print the aims
	$(BIN)/python -m benchmarks.chances
	$(BIN)/python -m benchmarks.slider_step
	$(BIN)/python -m benchmarks

audit: .venv/.test  ## Look the locked packages up among known vulnerabilities, and their licences among those agreed
	$(BIN)/python -m tools.parts audit

sbom: .venv/.test  ## The list of parts as CycloneDX: sbom.json
	$(BIN)/python -m tools.parts sbom

# Stamps: a second make finds them newer than what they rest on, and starts at once.
.venv/.venv:
	@if [ -z "$(PYTHON)" ]; then echo "Python 3.11 or later is needed; found: $$(python3 -V 2>&1)" >&2; exit 1; fi
	@$(PYTHON) -c 'import ensurepip' 2>/dev/null || { [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null && \
		apt-get update && apt-get install -y python3-venv; } || { \
		echo "$(PYTHON) has no venv module: install it (Debian and Ubuntu: apt install python3-venv)" >&2; exit 1; }
	$(PYTHON) -m venv .venv
	@touch $@

.venv/.run: .venv/.venv requirements.txt constraints.txt
	$(PIP) install -r requirements.txt -c constraints.txt
	@touch $@

.venv/.test: .venv/.venv requirements.txt requirements-dev.txt constraints.txt
	$(PIP) install -r requirements-dev.txt -c constraints.txt
	@touch .venv/.run $@

.venv/.chromium: .venv/.test
	$(BIN)/python -m tools.chromium
	@touch $@
