# Two commands do everything: `make demo` and `make test`. Both build their own .venv.
PYTHON ?= python3
BIN := .venv/bin
OUT ?= out

.PHONY: demo test lint types bench bench-compare clean

.venv/.ready: pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --upgrade 'pip>=25.1'
	$(BIN)/python -m pip install --quiet --editable '.[all]' --group dev
	touch $@

demo: .venv/.ready
	$(BIN)/civictext analyze samples/articles --format table
	$(BIN)/civictext run samples/articles -o $(OUT)/demo --fresh --quiet
	$(BIN)/civictext status $(OUT)/demo

test: .venv/.ready
	$(BIN)/python -m pytest -n 2

lint: .venv/.ready
	$(BIN)/ruff check .

types: .venv/.ready
	$(BIN)/mypy

bench: .venv/.ready
	$(BIN)/python -m bench $(ARGS)

bench-compare: .venv/.ready
	$(BIN)/python -m bench --compare $(BASE) $(ARGS)

clean:
	rm -rf .venv $(OUT) build dist
