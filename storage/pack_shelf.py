"""Packs as JSON and back, each worked out once: a pack is read at every picture and pinned at every report."""

from __future__ import annotations

import hashlib
import json

from bot.packs.schema import Pack


class PackShelf:
    """Shared by all units of work of a store. Packs are frozen, so threads may share them; nothing is ever taken away."""

    def __init__(self) -> None:
        """Begin empty."""
        self._by_digest: dict[str, Pack] = {}
        self._canonical: dict[int, tuple[Pack, str, str]] = {}

    def canonical(self, pack: Pack) -> tuple[str, str]:
        """Return the SHA-256 (hex) of the pack's canonical JSON, and that JSON."""
        known = self._canonical.get(id(pack))
        if known is None:
            body = json.dumps(
                pack.model_dump(mode="json", by_alias=True), ensure_ascii=False, sort_keys=True, separators=(",", ":")
            )
            # The pack itself is kept beside its JSON, so that its id() is never given to another.
            known = (pack, hashlib.sha256(body.encode()).hexdigest(), body)
            self._canonical[id(pack)] = known
        return known[1], known[2]

    def find(self, digest: str) -> Pack | None:
        """Return a pack already read, or None."""
        return self._by_digest.get(digest)

    def put(self, digest: str, body: str) -> Pack:
        """Read a pack from its JSON and keep it. Raises pydantic's ValidationError when the schema has moved on."""
        return self._by_digest.setdefault(digest, Pack.model_validate_json(body))
