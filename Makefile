# `make help` lists what can be made. Needed: make, Python 3.11 or newer, a package index.

PYTHON ?= $(firstword $(foreach p,python3.11 python3 python3.12 python3.13 python3.14,$(shell \
	$(p) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && command -v $(p))))
# Which lock the serving environment is made from: serve (SQLite) or postgres.
LOCK ?= serve
# Arguments for pytest: make test TESTS="tests/api -x".
TESTS ?=
URL ?= http://127.0.0.1:8000

# The locks are whole, so nothing is resolved here and nothing unhashed comes in.
PIP_INSTALL = -m pip install --quiet --no-input --disable-pip-version-check
LOCKED = --no-deps --require-hashes
EDITABLE = --no-deps --no-build-isolation --editable .
TORCH = $(shell sed -n 's/^torch = \["\(torch==[^"]*\)".*/\1/p' pyproject.toml)

SERVING = .venv/.made-$(LOCK)
AUDITING = .venv-supply/.made
DEVELOPING = .venv-dev/.made

.DEFAULT_GOAL := help
.PHONY: help install serve test demo bench flame supply audit lock clean
.DELETE_ON_ERROR:

help:  ## this list
	@sed -n 's/^\([a-z]*\):.*## /make \1\t/p' Makefile | expand -t 16

install: $(SERVING)  ## the serving environment in .venv; the command is .venv/bin/innominado

serve: install  ## migrate the database under var/ and serve on http://127.0.0.1:8000
	.venv/bin/innominado migrate
	.venv/bin/innominado serve

test: $(DEVELOPING)  ## the development environment in .venv-dev; linters, types and the whole suite
	.venv-dev/bin/ruff check
	.venv-dev/bin/ruff format --check
	.venv-dev/bin/mypy
	.venv-dev/bin/pytest -n auto --maxprocesses 4 --dist loadfile $(TESTS)

demo: install  ## send examples/ through the service that runs at URL
	.venv/bin/python examples/demo.py $(URL)

bench: $(DEVELOPING)  ## speed beside others', growth, limits → docs/performance.md; some twenty minutes
	.venv-dev/bin/python -m bench

flame: $(DEVELOPING)  ## a flame graph of all but the forward pass → docs/flame.svg
	.venv-dev/bin/py-spy record -r 200 -o docs/flame.svg -- .venv-dev/bin/python -m bench.stages

supply: $(SERVING) $(AUDITING) audit  ## SBOM (CycloneDX) and licences of .venv in build/supply; then make audit
	.venv-supply/bin/cyclonedx-py environment --pyproject pyproject.toml --output-reproducible \
		--output-file build/supply/sbom.json .venv/bin/python
	.venv-supply/bin/pip-licenses --python .venv/bin/python --from mixed --order license --with-urls \
		--format markdown --output-file build/supply/licences.md

audit: $(AUDITING)  ## known vulnerabilities of what is locked to serve; says so where the network is missing
	sh .ci/audit

lock: $(DEVELOPING)  ## resolve lock/ again; UV_FLAGS=--upgrade takes newer versions
	.venv-dev/bin/uv pip compile --quiet $(UV_FLAGS) pyproject.toml --extra dev --group build -o lock/dev.txt
	.venv-dev/bin/uv pip compile --quiet pyproject.toml -c lock/dev.txt -o lock/serve.txt
	.venv-dev/bin/uv pip compile --quiet pyproject.toml -c lock/dev.txt --extra postgres -o lock/postgres.txt
	.venv-dev/bin/uv pip compile --quiet --group build -c lock/dev.txt -o lock/build.txt
	.venv-dev/bin/uv pip compile --quiet --group supply -o lock/supply.txt

clean:  ## remove the environments and every cache; var/, where the data is, stays
	rm -rf .venv .venv-dev .venv-supply .build build dist .mypy_cache .pytest_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

.venv .venv-dev .venv-supply:
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is needed; name it with PYTHON=." >&2; exit 1; }
	$(PYTHON) -m venv $@

$(SERVING): lock/$(LOCK).txt lock/build.txt pyproject.toml | .venv
	.venv/bin/python $(PIP_INSTALL) $(LOCKED) -r lock/$(LOCK).txt -r lock/build.txt
	.venv/bin/python $(PIP_INSTALL) $(EDITABLE)
	@touch $@

$(AUDITING): lock/supply.txt | .venv-supply
	.venv-supply/bin/python $(PIP_INSTALL) $(LOCKED) -r lock/supply.txt
	@touch $@

# torch comes last, by itself: which build of it suits depends on the machine (PIP_INDEX_URL,
# PIP_FIND_LINKS), and all else that it needs is there by then.
$(DEVELOPING): lock/dev.txt pyproject.toml | .venv-dev
	.venv-dev/bin/python $(PIP_INSTALL) $(LOCKED) -r lock/dev.txt
	.venv-dev/bin/python $(PIP_INSTALL) $(TORCH)
	.venv-dev/bin/python $(PIP_INSTALL) $(EDITABLE)
	@touch $@
