"""Records without behaviour, shared by all layers above the wire."""
