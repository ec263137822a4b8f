# Everyday commands; `make help` lists them.
#
#   make run              a private lab: a server, three clients, their leases on the screen
#   make run IFACE=eth1   serve the network behind eth1

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
COMPILED := .venv-compiled
IFACE ?=
ARGS ?=
# two files at a time: half of the tests wait for somebody
SIDE_BY_SIDE := -n 2 --dist loadfile

export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: help run test compiled test-compiled check format docs picture coverage bench packages clean
.DELETE_ON_ERROR:

help:
	@sed -n 's/^\([a-z-]*\):.*## */  make \1\t/p' $(MAKEFILE_LIST) | expand -t 24

run: $(VENV)/.lessor ## watch a private lab, or serve a link with IFACE=eth1
	@exec $(BIN)/lessor $(if $(IFACE),serve $(IFACE),lab) $(ARGS)

test: packages check ## install what tests need, lint, check types, run all tests
	$(BIN)/python -m pytest $(SIDE_BY_SIDE) $(ARGS)

compiled: ## install into .venv-compiled with the packet path compiled (wants a C compiler and Python's headers)
	@$(MAKE) --no-print-directory VENV=$(COMPILED) $(COMPILED)/.compiled

test-compiled: compiled packages ## run all tests on what `make compiled` installed
	$(COMPILED)/bin/python -m pytest $(SIDE_BY_SIDE) $(ARGS)

check: $(VENV)/.dev ## lint and check types
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy

format: $(VENV)/.dev ## format, and fix what can be fixed by itself
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

coverage: $(VENV)/.dev ## run the tests and show the lines they miss
	$(BIN)/coverage run -m pytest $(ARGS)
	$(BIN)/coverage report --show-missing --skip-covered

docs: $(VENV)/.dev ## regenerate docs/reference from the tables
	@set -e; for page in docs/generate_*.py; do echo "$$page"; $(BIN)/python "$$page"; done

picture: $(VENV)/.dev ## take the README's picture of the lab anew (as root)
	$(BIN)/python docs/images/lab.py

bench: $(VENV)/.dev ## measure beside the distribution's Kea, compiled too (QUICK=1: in minutes)
	$(BIN)/python -m bench $(ARGS)

packages: ## install the distribution's programs that tests use (as root, where missing)
	@.ci/packages

clean: ## remove what was built; configuration and leases of served links stay
	rm -rf build dist src/*.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis .coverage
	rm -rf $(addprefix $(VENV)/,bin include lib lib64 share pyvenv.cfg .lessor .dev)
	rm -rf $(COMPILED)
	find src tests -name __pycache__ -type d -prune -exec rm -rf {} +

# --- the virtual environment ---------------------------------------------------------------------------------------

$(VENV)/.lessor: pyproject.toml | $(BIN)/pip
	$(BIN)/python -m pip install --quiet --editable .
	@touch $@

$(VENV)/.dev: pyproject.toml | $(BIN)/pip
	$(BIN)/python -m pip install --quiet --editable '.[dev]'
	@touch $@ $(VENV)/.lessor

# Not editable: extensions beside the sources would hide later changes of these. Some minutes' work.
$(VENV)/.compiled: pyproject.toml setup.py $(shell find src -name '*.py') | $(BIN)/pip
	rm -rf build
	LESSOR_COMPILE=1 $(BIN)/python -m pip install --quiet '.[dev]'
	@touch $@

# A bare Debian has pip but not python3-venv, without which a new environment comes without pip: then the system's pip
# puts one into it, and where there is none either, the package is installed.
$(BIN)/pip:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "lessor needs Python 3.11 or newer; name one: make PYTHON=python3.11"; exit 1; }
	@echo "Making $(VENV) with $$($(PYTHON) --version)"
	@$(PYTHON) -m venv $(VENV) >/dev/null 2>&1 || { \
		$(PYTHON) -m venv --without-pip $(VENV) && \
		$(PYTHON) -m pip --python $(BIN)/python install --quiet pip; } || { \
		apt-get update -q && apt-get install -qy --no-install-recommends python3-venv && \
		$(PYTHON) -m venv --clear $(VENV); }
