"""Lease files and what is done with them beside serving."""
