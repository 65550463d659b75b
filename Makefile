# Two commands do everything: `make demo` and `make test`. Both build their own .venv, with civictext compiled
# where there is a C compiler; CIVICTEXT_COMPILE=no does without. `PYTHONPATH=src .venv/bin/python …` runs the
# sources as they are, uncompiled.
PYTHON ?= python3
BIN := .venv/bin
OUT ?= out
PIP := $(BIN)/python -m pip install --quiet
SOURCES := hatch_build.py $(shell find src models -type f ! -name '*.pyc')
# The tests of tables of cases, run once more on the uncompiled sources beside the doctests.
PURE := src $(addprefix tests/test_,numerals.py units.py quantities.py rejection.py scan.py context.py \
	context_periods.py context_places.py subjects.py acronyms.py text_normalisation.py text_lines.py \
	text_sentences.py samples_floors.py)

.PHONY: demo test lint types bench bench-compare clean

# All that civictext and its tests need, and a pure civictext, which the next rule replaces.
.venv/.ready: pyproject.toml
	$(PYTHON) -m venv .venv
	$(PIP) --upgrade 'pip>=25.1'
	$(PIP) --group dev
	CIVICTEXT_COMPILE=no $(PIP) --no-build-isolation '.[all]'
	touch $@

# Tried anew each time as long as it cannot be compiled.
.venv/.installed: .venv/.ready $(SOURCES)
	rm -f build/compiled/log
	CIVICTEXT_BUILD_DIR=build/compiled $(PIP) --no-build-isolation --no-deps --force-reinstall .
	@if $(BIN)/civictext info | grep '^compiled *yes'; then touch $@; else \
	  $(BIN)/civictext info | grep ^compiled; tail -n 3 build/compiled/log 2>/dev/null || true; fi

demo: .venv/.installed
	$(BIN)/civictext analyze samples/articles --format table
	$(BIN)/civictext run samples/articles -o $(OUT)/demo --fresh --quiet
	$(BIN)/civictext status $(OUT)/demo

test: .venv/.installed
	$(BIN)/python -m pytest -n 2
	PYTHONPATH=src $(BIN)/python -m pytest -n 2 $(PURE)

lint: .venv/.ready
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: .venv/.ready
	$(BIN)/mypy

bench: .venv/.installed
	$(BIN)/python -m bench $(ARGS)

bench-compare: .venv/.installed
	$(BIN)/python -m bench --compare $(BASE) $(ARGS)

clean:
	rm -rf .venv $(OUT) build dist
