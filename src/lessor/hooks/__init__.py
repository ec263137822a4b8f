"""What extends a server at run time: hook points, loading, and what a hook may import."""
