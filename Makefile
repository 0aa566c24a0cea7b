# From a bare checkout: `make demo` runs the portal, `make test` tries all of it. Both bring their own servers.
# Needs Python 3.11 or newer with venv and pip; uv is used when it is there, because it is quicker.

PYTHON ?= python3
BIN := .venv/bin
INSTALLED := .venv/.installed
UV := $(shell uv --version >/dev/null 2>&1 && echo uv)
# Stand-ins for what a deployment sets, so that `check --deploy` looks at everything else.
DEPLOYED := SECRET_KEY=stand-in-of-fifty-or-more-varied-characters-0123456789 SITE_URL=https://portal.example.org \
	ALLOWED_HOSTS=portal.example.org DATABASE_URL=postgres://portal@database/portal CELERY_BROKER_URL=redis://broker/0

.DEFAULT_GOAL := help
.PHONY: help demo test check fix bench e2e lock

help: ## List the targets
	@sed -n 's/^\([a-z0-9]*\):.*## \(.*\)/  make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 16

demo: $(INSTALLED) ## Run the portal with sample data (PORT=8000; RESET=1 starts afresh)
	@$(BIN)/python -m mhin.demo $(if $(PORT),--port $(PORT)) $(if $(RESET),--reset)

test: $(INSTALLED) ## Run the whole test suite (ARGS="-k board" and the like)
	@$(BIN)/python -m pytest $(ARGS)

e2e: $(INSTALLED) ## Run only the tests in a real browser
	@$(BIN)/python -m pytest -m e2e $(ARGS)

bench: $(INSTALLED) ## Measure the speed of what must be quick
	@OPENBLAS_NUM_THREADS=1 $(BIN)/python -m tests.bench.run $(ARGS)

check: $(INSTALLED) ## Style, types, layers, templates, migrations, settings, packages
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	find templates -name '*.html' -print0 | xargs -0 $(BIN)/djade --check --target-version 5.2
	SECRET_KEY=unused $(BIN)/python manage.py makemigrations --check --dry-run
	$(DEPLOYED) $(BIN)/python manage.py check --deploy --fail-level WARNING
	$(BIN)/python -m pip check

fix: $(INSTALLED) ## Mend what tools can mend
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .
	find templates -name '*.html' -print0 | xargs -0 $(BIN)/djade --target-version 5.2 || true

lock: $(INSTALLED) ## Remake requirements.lock from pyproject.toml
	$(BIN)/uv pip compile --universal --python-version 3.11 --generate-hashes --no-header \
		--extra embedded --extra reports --extra test --extra check pyproject.toml -o requirements.lock

# The packages are installed again whenever the lock is newer than the last time.
$(INSTALLED): requirements.lock
	@$(PYTHON) -c 'import sys; sys.version_info >= (3, 11) or sys.exit("Python 3.11 or newer is needed; try make PYTHON=python3.12")'
	@echo "Installing the packages of requirements.lock into .venv; the first time takes about a minute."
ifdef UV
	@$(UV) venv --quiet --allow-existing --no-python-downloads --python $(PYTHON) .venv
	@$(UV) pip install --quiet --python $(BIN)/python --require-hashes -r requirements.lock
else
	@$(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-compile --require-hashes -r requirements.lock
endif
	@touch $@
