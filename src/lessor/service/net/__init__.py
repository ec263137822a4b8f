"""Messages in and out: sockets, what waits on them, and the links they belong to."""
