"""What is told in the log: tables of messages, loggers, and where lines go."""
