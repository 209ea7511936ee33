# Every target does its own set-up: on a fresh machine `make demo` or `make test` is the first command.
PYTHON ?= $(shell command -v python3.11 || command -v python3.12 || echo python3)
VENV   := .venv
BIN    := $(VENV)/bin
# A file's tests stay together, for they share what is dear to set up.
SPREAD := -n auto --dist loadfile
READY  := $(VENV)/.ready

.PHONY: setup demo tour test check bench lock clean

setup: $(READY)

$(READY): requirements.lock pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation -e .
	touch $@

# The demo city: 41 sites, 80 accounts, no network. HEADLESS=1 prints plain lines instead of the dashboard.
demo: setup
	$(BIN)/xuncha demo --out out/demo $(if $(HEADLESS),--headless)

# The dashboard driven by keys in a real terminal (tmux) over the demo city: screens in out/tour, pictures in docs/pictures.
tour: setup
	$(BIN)/python -m tests.tour

test: setup
	$(BIN)/python -m pytest $(SPREAD)

check: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m pytest $(SPREAD)

bench: setup
	$(BIN)/python -m tests.bench

# Rewrites the lock after an edit of pyproject.toml: hashes yes, index no.
lock:
	uv pip compile pyproject.toml --group dev --extra browser --universal --python-version 3.11 \
	  --generate-hashes --no-emit-index-url --no-annotate --no-header -o requirements.lock

clean:
	rm -rf $(VENV) out .mypy_cache .import_linter_cache .ruff_cache .pytest_cache .hypothesis build dist *.egg-info
