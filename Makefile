# Every target in one line: make help
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

# Any Python from 3.11 on: make PYTHON=python3.12 run
PYTHON ?= python3
ROOT := $(CURDIR)

# Node 24 of .tools must come before the system's, also for what npm starts.
export PATH := $(ROOT)/.tools/bin:$(ROOT)/backend/.venv/bin:$(PATH)
export NG_CLI_ANALYTICS := false
export MUSAIC_WEB_ROOT ?= $(ROOT)/frontend/dist/musaic-web/browser

.PHONY: run test test-chaos check bench help format api-client clean setup

run: ## start Musaic; installs what is missing first (Ctrl-C stops it)
	@$(PYTHON) scripts/bootstrap.py run
	@exec musaic up

test: setup ## every test: backend, frontend units, end to end in a real Chromium
	@scripts/test.sh

test-chaos: setup ## kill every kind of process at random, for minutes
	@cd backend && MUSAIC_CHAOS_SECONDS=$${MUSAIC_CHAOS_SECONDS:-300} exec python -m pytest -m chaos -s tests

check: setup ## format, lint, types, walls, house rules, freshness of what is generated
	@scripts/check.sh

bench: setup ## the benchmarks, each with its figures and ratio
	@scripts/bench.sh

help: ## this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 14

format: setup ## rewrite every source file in the house's format
	@scripts/format.sh

api-client: setup ## write the OpenAPI snapshot, the app's client and the tables of docs/ anew
	@scripts/api_client.sh

clean: ## remove what was installed and built; your data in var/ stay
	@rm -rf .tools backend/.venv frontend/node_modules frontend/dist frontend/.angular

setup:
	@$(PYTHON) scripts/bootstrap.py dev
