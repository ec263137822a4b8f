"""A program run at hook points."""
