"""Reservations that are not in the configuration alone."""
