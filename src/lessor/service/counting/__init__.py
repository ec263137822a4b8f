"""What a server counts, and what it tells of itself."""
