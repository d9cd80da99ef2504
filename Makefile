# What people type. `make` alone lists it.
PYTHON ?= python3
BIN := .venv/bin
ifeq ($(OS),Windows_NT)
BIN := .venv/Scripts
endif

.DEFAULT_GOAL := help
.PHONY: help setup assessment test test-all test-all-only lab lock golden demonstration bench check clean

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

test: .venv/ready  ## every test but the long ones
	$(BIN)/python -m pytest -n auto --dist loadscope -m "not slow and not browser" --junitxml .venv/test.xml --nbval-lax tests notebooks

test-all: test test-all-only  ## the longer suites too: real data in full, pages in a browser

test-all-only: .venv/ready
	@command -v chromium >/dev/null || (apt-get update -qq && apt-get install -y -qq chromium) >/dev/null 2>&1 || echo "No Chromium could be installed: tests in a browser are skipped."
	$(BIN)/python -m pytest -n auto --dist loadscope -m "slow or browser" --junitxml .venv/test-all.xml tests

lab: .venv/ready  ## JupyterLab on the notebooks
	$(BIN)/assessment lab

lock: .venv/ready  ## resolve the packages anew
	$(BIN)/uv pip compile --quiet --upgrade pyproject.toml --all-extras --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url -o requirements.lock

golden: .venv/ready  ## run the notebooks and keep their golden cells' outputs, after a figure changed on purpose
	$(BIN)/python tests/notebooks/refresh_golden.py

demonstration: .venv/ready  ## make the demonstration's records and tables in data/raw again
	$(BIN)/python -m data.generator

check: .venv/ready  ## style of code and notebooks
	$(BIN)/ruff check . && $(BIN)/ruff format --check .

bench: .venv/ready  ## time the reading of street rows: make bench BENCH="--rows 20000000 --files 240" is the national size
	$(BIN)/python tests/bench/ingest.py $(BENCH)

clean:  ## remove what builds leave
	rm -rf outputs data/processed
