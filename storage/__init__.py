"""The store: SQLModel tables, the unit of work, claims and migrations on SQLite and PostgreSQL."""
