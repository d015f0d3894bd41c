# Every target works in a fresh clone: it makes .venv from the hashed lock files first.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
UV := $(shell command -v uv 2>/dev/null)
ifdef UV
MAKE_VENV = uv venv --quiet --clear $(VENV)
INSTALL = VIRTUAL_ENV=$(VENV) uv pip install --quiet --require-hashes
else
MAKE_VENV = $(PYTHON) -m venv --clear $(VENV)
INSTALL = $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes
endif
export NO_MKDOCS_2_WARNING = 1

.PHONY: help site serve check test audit lint format lock clean

help: ## list the targets
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | sort

$(VENV)/.site: requirements/site.txt
	$(MAKE_VENV)
	$(INSTALL) -r requirements/site.txt
	@touch $@

$(VENV)/.dev: requirements/dev.txt $(VENV)/.site
	$(INSTALL) -r requirements/dev.txt
	@touch $@

site: $(VENV)/.site ## build site/, strictly; a failed build leaves the former one
	$(BIN)/mkdocs build --strict --quiet
	@echo "The site is in site/: open site/index.html"

serve: $(VENV)/.site ## live preview on http://127.0.0.1:8000/
	$(BIN)/mkdocs serve --dev-addr 127.0.0.1:8000

check: $(VENV)/.site ## check the data without building
	@$(BIN)/python hooks/check.py data

lint: $(VENV)/.dev ## style, types
	$(BIN)/ruff check hooks tests audit
	$(BIN)/ruff format --check hooks tests audit
	$(BIN)/mypy hooks/check.py hooks/events.py hooks/guide
	$(BIN)/mypy audit

format: $(VENV)/.dev ## put the code into its standard form
	$(BIN)/ruff check --fix hooks tests audit
	$(BIN)/ruff format hooks tests audit

test: $(VENV)/.dev ## everything CI asks for
	bash tests/chromium.sh
	$(MAKE) --no-print-directory lint check
	$(BIN)/pytest --numprocesses auto --maxprocesses 4 --dist worksteal

audit: $(VENV)/.dev site ## every budget on every page, into audit/report.md; 20 minutes
	@bash audit/tools.sh
	$(BIN)/python -m audit site

lock: ## write the lock files anew from pyproject.toml (needs uv)
	uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --no-emit-index-url --upgrade -o requirements/site.txt
	uv pip compile pyproject.toml --extra dev --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --no-emit-index-url -c requirements/site.txt -o requirements/dev.txt

clean: ## delete what was made
	rm -rf $(VENV) node_modules site site.building site.former audit/report.* .mypy_cache .pytest_cache .ruff_cache .hypothesis tests/.artifacts
