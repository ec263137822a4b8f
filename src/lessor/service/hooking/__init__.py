"""Plug-ins at work: their life, and the way of a message through hook points."""
