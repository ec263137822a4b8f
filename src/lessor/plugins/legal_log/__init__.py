"""A record of who had which address when."""
