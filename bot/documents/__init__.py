"""Notices, follow-ups, statements and the evidence pack as documents."""
