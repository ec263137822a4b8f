"""From the text of a configuration file to compiled tables."""
