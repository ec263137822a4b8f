"""The daemons: the only place that ties the layers together and does I/O."""
