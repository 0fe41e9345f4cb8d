"""One use case per function, each one synchronous transaction on a unit of work."""
