"""Measurements of what must be quick: `python -m tests.bench.run`."""
