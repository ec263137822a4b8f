"""Decisions: a request and facts in, a decision out; no sockets, no SQL, no JSON, no clock."""
