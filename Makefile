# What people type. `make` alone lists it.
PYTHON ?= python3
BIN := .venv/bin
ifeq ($(OS),Windows_NT)
BIN := .venv/Scripts
endif

.DEFAULT_GOAL := help
.PHONY: help setup assessment test test-all test-all-only page-tools lab lock golden demonstration bench bench-areas soak check clean

help:  ## list these targets
	@sed -n 's/^\([a-z-]*\):.*## /  make \1  /p' $(MAKEFILE_LIST) | column -t -s '  ' -l 3 2>/dev/null || sed -n 's/^\([a-z-]*\):.*## /  make \1  /p' $(MAKEFILE_LIST)

setup: .venv/ready  ## install the pinned packages into .venv

# uv comes by pip from the same lock, with its hash; compiled bytecode keeps kernels quick to start.
.venv/ready: requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or later is needed: make PYTHON=python3.12 …")'
	$(PYTHON) -m venv .venv
	sed -n '/^uv==/,/[^\\]$$/p' requirements.lock > .venv/uv.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r .venv/uv.lock
	$(BIN)/uv pip sync --quiet --python $(BIN)/python --compile-bytecode --require-hashes requirements.lock
	$(BIN)/uv pip install --quiet --python $(BIN)/python --no-build-isolation --no-deps --no-index -e .
	@touch .venv/ready

assessment: .venv/ready  ## build the demonstration edition: Blackpool 2014/15
	$(BIN)/assessment build

# What is compiled once is not compiled again by each of the hundreds of processes that tests begin.
test test-all test-all-only soak: export PYTHONDONTWRITEBYTECODE :=

test: .venv/ready  ## every test but the long ones
	$(BIN)/python -m pytest -n auto --dist loadscope --no-loadscope-reorder -m "not slow and not browser" --junitxml .venv/test.xml --nbval-lax tests notebooks/*.ipynb

test-all: test test-all-only  ## the longer suites too: real data in full, pages in a browser

test-all-only: .venv/ready page-tools
	$(BIN)/python -m pytest -n auto --dist loadscope --no-loadscope-reorder -m "slow or browser" --junitxml .venv/test-all.xml tests

# What tests of the pages run: a browser, the rules of axe, the Nu HTML checker and its Java. What cannot be had is said,
# and pytest's summary names each test that was skipped for it.
page-tools: .venv/ready
	@command -v chromium >/dev/null || command -v google-chrome >/dev/null || (apt-get update -qq && apt-get install -y -qq chromium) >/dev/null 2>&1 || $(BIN)/playwright install chromium >/dev/null 2>&1 || echo "SKIPPED: no Chromium could be had, so nothing is tested in a browser and no PDF is printed."
	@command -v java >/dev/null || (apt-get update -qq && apt-get install -y -qq default-jre-headless) >/dev/null 2>&1 || echo "SKIPPED: no Java could be had, so the Nu HTML checker does not run."
	@cmp -s tests/pages/npm/package-lock.json .venv/npm/package-lock.json || (mkdir -p .venv/npm && cp tests/pages/npm/*.json .venv/npm && npm ci --prefix .venv/npm --ignore-scripts --no-audit --no-fund --silent) >/dev/null 2>&1 || (rm -f .venv/npm/package-lock.json; echo "SKIPPED: npm could not install axe-core and vnu-jar, so neither the rules of axe nor the Nu HTML checker run.")

lab: .venv/ready  ## JupyterLab: panels for exploring, and the notebooks
	$(BIN)/assessment lab

lock: .venv/ready  ## resolve the packages anew
	$(BIN)/uv pip compile --quiet --upgrade pyproject.toml --all-extras --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url -o requirements.lock

golden: .venv/ready  ## run the notebooks and keep their golden cells' outputs, after a figure changed on purpose
	$(BIN)/python tests/notebooks/refresh_golden.py

demonstration: .venv/ready  ## make the demonstration's records and tables in data/raw again
	$(BIN)/python -m data.generator

check: .venv/ready  ## style of code and notebooks
	$(BIN)/ruff check . && $(BIN)/ruff format --check .

bench: .venv/ready  ## time chapters beside other tools (CHAPTERS="--rounds 1"), then reading (BENCH="--rows 20000000 --files 240")
	$(BIN)/python tests/bench/chapters.py $(CHAPTERS)
	$(BIN)/python tests/bench/ingest.py $(BENCH)

bench-areas: .venv/ready  ## areas an hour with one worker and two (AREAS="--areas 3 --chapter harm")
	$(BIN)/python tests/bench/areas.py $(AREAS)

soak: .venv/ready  ## kill the processes of two hundred builds
	ASSESSMENT_KILLS=200 $(BIN)/python -m pytest -q -n auto tests/notebooks/test_kills.py

clean:  ## remove what builds leave
	rm -rf outputs data/processed
