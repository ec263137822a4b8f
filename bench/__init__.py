"""The bench: lessor beside Kea on one machine, in one run. `python -m bench --help`; docs/guide/benchmark.md."""
