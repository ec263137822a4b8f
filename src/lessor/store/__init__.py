"""Where leases and hosts rest."""
