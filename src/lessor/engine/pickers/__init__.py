"""Allocators: one file per way to pick a free address."""
