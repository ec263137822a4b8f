"""Serving from leases in databases: batches, expiry, commands and lost connections."""
