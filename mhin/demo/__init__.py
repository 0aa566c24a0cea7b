"""The whole portal on one machine with sample data: `make demo`, or `python -m mhin.demo`."""
