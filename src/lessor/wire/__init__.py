"""Bytes to records and back: pure, no I/O, no clock."""
