"""BOOTP clients."""
