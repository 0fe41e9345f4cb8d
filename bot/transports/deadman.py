"""The dead-man ping: an outside service that complains when it hears nothing from us. Only the auditor may ping."""

from __future__ import annotations

import aiohttp

PING_SECONDS = 10.0


class DeadMan:
    """Pings one URL. The URL is a secret: it is in no log."""

    def __init__(self, url: str, session: aiohttp.ClientSession) -> None:
        """Take the address and a session."""
        self._url = url
        self._session = session

    async def ping(self) -> bool:
        """GET the URL, within 10 s; whether it was taken. Never raises for what the network does."""
        timeout = aiohttp.ClientTimeout(total=PING_SECONDS)
        try:
            async with self._session.get(self._url, timeout=timeout) as response:
                return response.status < 400
        except (TimeoutError, aiohttp.ClientError, OSError):
            return False
