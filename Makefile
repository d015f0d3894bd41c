# Every target works in a fresh clone: it makes .venv from the hashed lock files first.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
UV := $(shell command -v uv 2>/dev/null)
ifdef UV
MAKE_VENV = uv venv --quiet --clear $(VENV)
INSTALL = VIRTUAL_ENV=$(VENV) uv pip install --quiet --compile-bytecode --require-hashes
else
MAKE_VENV = $(PYTHON) -m venv --clear $(VENV)
INSTALL = $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes
endif
export NO_MKDOCS_2_WARNING = 1

# The day of what is built is that of the last commit: the same commit gives the same bytes. The preview and the
# check look at today.
site audit export leaving pdf: export SOURCE_DATE_EPOCH ?= $(shell git log -1 --format=%ct 2>/dev/null || date +%s)

.PHONY: help site serve check new diff signoff published schema test fuzz bench audit lint format lock clean export leaving weekly tell summary meaning noted seal sealed pdf

help: ## list the targets
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | sort

$(VENV)/.site: requirements/site.txt
	$(MAKE_VENV)
	$(INSTALL) -r requirements/site.txt
	@touch $@

$(VENV)/.dev: requirements/dev.txt $(VENV)/.site
	$(INSTALL) -r requirements/dev.txt
	@touch $@

$(VENV)/.weekly: requirements/weekly.txt $(VENV)/.dev
	$(INSTALL) -r requirements/weekly.txt
	@touch $@

$(VENV)/.authors: requirements/authors.txt $(VENV)/.site
	$(INSTALL) -r requirements/authors.txt
	@touch $@

$(VENV)/.leaving: requirements/leaving.txt $(VENV)/.site
	$(INSTALL) -r requirements/leaving.txt
	@touch $@

$(VENV)/.bench: requirements/bench.txt $(VENV)/.site
	$(INSTALL) -r requirements/bench.txt
	@touch $@

$(VENV)/.pdf: requirements/pdf.txt $(VENV)/.site
	$(INSTALL) -r requirements/pdf.txt
	@touch $@

site: $(VENV)/.site ## build site/, strictly; a failed build leaves the former one
	$(BIN)/mkdocs build --strict --quiet
	@echo "The site is in site/: open site/index.html"

PORT ?= 8000
serve: $(VENV)/.site ## live preview on http://127.0.0.1:8000/ (PORT=8001 for another)
	$(BIN)/mkdocs serve --dev-addr 127.0.0.1:$(PORT)

check: $(VENV)/.site ## check the data without building; FIX=1 mends first what is safe to mend
	@$(BIN)/python hooks/check.py $(if $(FIX),--fix) data

new: $(VENV)/.site $(if $(FROM)$(DOI)$(PMID),$(VENV)/.authors) ## write a draft: KIND=drug ID=example; a source also from FROM=file, DOI=… or PMID=…
	@$(BIN)/python hooks/new.py "$$KIND" "$$ID" --from "$$FROM" --doi "$$DOI" --pmid "$$PMID"

signoff: $(VENV)/.site ## print a sign-off to fill in, for a person who has read KIND=drug ID=example
	@$(BIN)/python hooks/signoff.py $(KIND):$(ID)

published: $(VENV)/.site ## add the ids that the site shows now to data/published.yml
	@$(BIN)/python hooks/published.py data

export: site ## write all pages into export/ as a plain Markdown project, to go on without this program
	@$(BIN)/python hooks/export.py site export

leaving: $(VENV)/.leaving export ## build the export with Zensical and the site with ProperDocs; is anything lost?
	cd export && ../$(BIN)/zensical build --strict
	$(BIN)/python -m leaving site export/site
	$(BIN)/properdocs build --strict --quiet --site-dir site.properdocs
	$(BIN)/python -m leaving site site.properdocs

INTO ?= pdf
pdf: $(VENV)/.pdf $(if $(BUILT),,site) ## the whole guide and each phase as PDF, into pdf/ (INTO=folder for another)
	@bash hooks/pango.sh $(BIN)/python
	@$(BIN)/python hooks/pdf.py $(or $(BUILT),site) $(INTO)

BASE ?= main
diff: $(VENV)/.site ## what changed in meaning since BASE=main: facts in words, and the pages that show them
	@$(BIN)/python hooks/diff.py $(BASE)

# What a workflow tells goes to its summary; elsewhere it is printed.
SUMMARY = $(or $(GITHUB_STEP_SUMMARY),/dev/stdout)
meaning: $(VENV)/.site ## the same as Markdown, for a pull request
	@$(BIN)/python hooks/diff.py --markdown $(BASE) >> $(SUMMARY)

noted: $(VENV)/.site ## does a note tell readers of every fact that changed since BASE=main?
	@$(BIN)/python hooks/diff.py --require-note $(BASE)

schema: $(VENV)/.site ## write the JSON Schemas for editors anew, after a change of the data model
	@$(BIN)/python hooks/schema.py

lint: $(VENV)/.dev ## style, types
	$(BIN)/ruff check hooks tests audit leaving bench
	$(BIN)/ruff format --check hooks tests audit leaving bench
	$(BIN)/mypy hooks/*.py hooks/guide audit leaving bench

format: $(VENV)/.dev ## put the code into its standard form
	$(BIN)/ruff check --fix hooks tests audit leaving bench
	$(BIN)/ruff format hooks tests audit leaving bench

# BUILT=site tests or audits that very folder; without it each builds its own.
# The tests start the program hundreds of times: keep it compiled, also where a machine is told not to.
test: export PYTHONDONTWRITEBYTECODE :=
test: $(VENV)/.dev ## everything CI asks for
	bash tests/chromium.sh
	@bash hooks/pango.sh $(BIN)/python || true
	$(MAKE) --no-print-directory lint check
	PHASEBOOK_BUILT=$(BUILT) $(BIN)/pytest --numprocesses auto --maxprocesses 4 --dist worksteal

audit: $(VENV)/.dev $(if $(BUILT),,site) ## every budget on every page, into audit/report.md; half an hour to an hour
	@bash audit/tools.sh
	$(BIN)/python -m audit $(or $(BUILT),site)

REPORT ?= audit/report.md
summary: ## hand a report on: REPORT=audit/report.md
	@cat $(REPORT) >> $(SUMMARY)

SUMS = (cd site && find . -type f -print0 | LC_ALL=C sort -z | xargs -0 sha256sum)
seal: ## write the digest of every file of site/ into site.sha256
	@$(SUMS) > site.sha256

sealed: ## is site/ still what was sealed?
	@$(SUMS) | diff site.sha256 - && echo "site/ is as it was sealed"

weekly: $(VENV)/.weekly $(if $(BUILT),,site) ## links to other sites, overdue records, known weaknesses of dependencies
	@$(BIN)/python -m audit.weekly $(or $(BUILT),site)

tell: ## bring the one issue on audit/weekly.md up to date (needs gh)
	@$(PYTHON) -m audit.tell audit/weekly.md

bench: $(VENV)/.dev $(VENV)/.bench ## time this program beside others, in turn: bench/results.json; SIZES="100 1000" ROUNDS=5
	bash tests/chromium.sh
	$(BIN)/python -m bench $(if $(SIZES),--sizes $(SIZES)) $(if $(ROUNDS),--rounds $(ROUNDS))

fuzz: $(VENV)/.dev ## check 10,000 broken files; 2 minutes
	FUZZ=10000 $(BIN)/pytest tests/test_mutants.py --numprocesses auto --maxprocesses 4

lock: ## write the lock files anew from pyproject.toml (needs uv)
	uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --no-emit-index-url --upgrade -o requirements/site.txt
	uv pip compile pyproject.toml --extra authors --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --no-emit-index-url -c requirements/site.txt -o requirements/authors.txt
	uv pip compile pyproject.toml --extra dev --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --no-emit-index-url -c requirements/site.txt -o requirements/dev.txt
	uv pip compile pyproject.toml --extra weekly --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --no-emit-index-url -c requirements/dev.txt -o requirements/weekly.txt
	uv pip compile pyproject.toml --extra leaving --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --no-emit-index-url -c requirements/site.txt -o requirements/leaving.txt
	uv pip compile pyproject.toml --extra bench --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --no-emit-index-url -c requirements/site.txt -c requirements/leaving.txt -o requirements/bench.txt
	uv pip compile pyproject.toml --extra pdf --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --no-emit-index-url -c requirements/site.txt -o requirements/pdf.txt

clean: ## delete what was made
	rm -rf $(VENV) .cache node_modules export pdf site site.sha256 site.building site.former site.properdocs audit/report.* audit/weekly.md .mypy_cache .pytest_cache .ruff_cache .hypothesis tests/.artifacts
