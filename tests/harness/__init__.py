"""Real parts for tests: servers and stores that start quickly and clean up after themselves."""
