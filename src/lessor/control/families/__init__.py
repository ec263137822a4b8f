"""Commands, a family a file: each exports COMMANDS, a tuple of rows."""
