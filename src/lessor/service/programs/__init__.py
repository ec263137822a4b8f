"""Server programs and what an operating system wants of them: start, signals, files, privileges, units."""
