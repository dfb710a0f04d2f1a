"""What the README and the docs measure; run as `python -m benchmarks.NAME`."""
