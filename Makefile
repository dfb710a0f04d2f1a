# Two commands: `make run` (the sample plans to tables) and `make test`.
# Both install what is missing, ask nothing, and can be repeated at no cost.
.PHONY: run test test-all lint wheel clean constraints

run:
	@scripts/setup.sh run
	.venv/bin/kehoach run data/raw --out data/processed
	.venv/bin/kehoach compare data/processed
	.venv/bin/kehoach report data/processed

test: lint
	.venv/bin/pytest -m "not long"

# The long ones: kills, fuzzing, the OCR matrix, the browser, the wheel.
test-all: test
	.venv/bin/pytest -m long

lint:
	@scripts/setup.sh test
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/mypy

# dist/*.whl, with models and data; `pip install` of it needs nothing of this repository.
wheel:
	@scripts/setup.sh run
	.venv/bin/python -m pip wheel --quiet --no-deps --wheel-dir dist .

# Pins the versions that are installed now: names and versions, no addresses.
constraints:
	@scripts/setup.sh test
	.venv/bin/python -m pip list --format=freeze --exclude-editable \
	  --exclude pip --exclude setuptools --exclude wheel | LC_ALL=C sort -f > constraints.txt

clean:
	rm -rf build dist .venv .pytest_cache .mypy_cache .ruff_cache
