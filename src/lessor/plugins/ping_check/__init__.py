"""A look whether an address is in use before it is offered."""
