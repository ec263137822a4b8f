"""Clients known by an expression."""
