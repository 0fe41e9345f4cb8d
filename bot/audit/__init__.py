"""The auditor: proves with queries of its own that what is due was done, and trusts nothing of the engine."""
