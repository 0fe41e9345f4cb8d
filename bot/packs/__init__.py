"""Rule packs: the schema, the loader that names file and line, the lint, and the shipped packs."""
