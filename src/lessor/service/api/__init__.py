"""Commands at work: the server they act on, the sockets they come by, and the programs that send them."""
