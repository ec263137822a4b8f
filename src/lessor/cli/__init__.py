"""One short main per program."""
