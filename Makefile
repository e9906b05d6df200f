# Two commands for a newcomer: `make demo` shows the product, `make test` proves it.
PYTHON ?= python3
BIN := .venv/bin
QUICK := not live and not browser and not postgres and not imap and not sweep and not patient and not drill

.PHONY: demo test drill compose-test package-test ladder quick check audit fix setup generated bench screenshots deb bundle lock
LOCK := uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header
.DEFAULT_GOAL := demo
# Programs start a third faster from compiled files, and a run starts hundreds; a machine may have them switched off.
export PYTHONDONTWRITEBYTECODE =

demo: setup
	@$(BIN)/provisioner local up || [ $$? -eq 130 ] # Ctrl-C is how it ends.

test: check
	@$(BIN)/python -m tests.prerequisites
	@# In the order of the folders: browsers and kills first, so that no worker is left alone with them.
	@# One worker more than processors: a third of their time they wait for browsers, Keycloak and mails.
	@$(BIN)/python -m pytest -n $$(( $$(nproc) + 1 )) --dist loadfile --no-loadscope-reorder

drill: setup # First what measures the machine, alone; then the rest, two at a time: they wait most of their time.
	@$(BIN)/python -m tests.prerequisites
	@failed=0; DRILL=1 $(BIN)/python -m pytest -m "drill and alone" || failed=1; \
	DRILL=1 $(BIN)/python -m pytest -m "drill and not alone" -n 2 --dist loadgroup || failed=1; exit $$failed

compose-test: setup # Needs a Docker engine with Compose, debootstrap and nginx; says so where one is missing.
	@DRILL=1 $(BIN)/python -m pytest tests/compose

ladder: setup # The live tests against every safe Keycloak that Maven serves.
	@$(BIN)/python -m tests.prerequisites
	@$(BIN)/python -m tests.ladder

package-test: setup # Needs root, debootstrap, lintian and piuparts; says so where one is missing.
	@DRILL=1 $(BIN)/python -m pytest tests/package

quick: setup
	@$(BIN)/python -m pytest -n auto --dist loadfile -m "$(QUICK)"

check: setup
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-logo
	@$(BIN)/python -m tests.translations

audit: setup # Needs the network; says "not looked up" and fails where there is none.
	@$(BIN)/python -m tests.audit

fix: setup
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

bench: setup # SIZES="1000 100000 1000000" measures the desk with a million cases, too.
	@$(BIN)/python -m tests.bench $(SIZES)

screenshots: setup
	@$(BIN)/python -m tests.screenshots

deb: setup # One package for each release of Debian, in dist/.
	@$(BIN)/python -m provisioner.packaging deb

bundle: setup # The packages with all they need, for a machine without a network.
	@$(BIN)/python -m provisioner.packaging bundle

lock: # Needs uv; the lock names versions and hashes, no download addresses.
	@$(LOCK) pyproject.toml -o requirements.txt
	@$(LOCK) --group dev --extra local pyproject.toml -o requirements-dev.txt

setup: .venv/.installed generated

generated: .venv/.installed
	@$(BIN)/python hatch_build.py

.venv/.libraries: requirements-dev.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed, this is " + sys.version.split()[0])'
	@echo "Installing the libraries into .venv …"
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@touch $@

.venv/.installed: .venv/.libraries pyproject.toml
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-index --no-deps --no-build-isolation --editable .
	@touch $@
