"""The control API: commands, who may give them, and the ways they come in."""
