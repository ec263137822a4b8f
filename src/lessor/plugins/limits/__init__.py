"""Limits of the rate of messages and of the number of leases."""
