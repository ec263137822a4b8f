"""Why a client gets what it gets: messages tried out on a configuration, and the story told."""
