"""The link in a report with which the client's desk confirms receipt: signed, dated, about one delivery and nothing else.

`PUBLIC_URL/receipt/DELIVERY.EXPIRES.SIGNATURE`. The signature is HMAC-SHA256 over everything before it; the text of the link is
compared, never its decoded bytes, so that no second spelling of a signature passes. Nothing about an incident can be read from it.
"""

from __future__ import annotations

import base64
import hmac
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

PATH = "/receipt/"
VALID_FOR = timedelta(days=14)
"""Long enough for somebody who comes back from leave; a longer report has other roads by then."""
TOKEN_LIMIT = 200


@dataclass(frozen=True, slots=True)
class ReceiptToken:
    """A link that we signed: the delivery it is about, and until when it counts (aware UTC)."""

    delivery_id: str
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class ReceiptLinks:
    """Signs and reads the links. `public_url` has no slash at the end."""

    public_url: str
    secret: str = field(repr=False)

    def to(self, delivery_id: str, expires_at: datetime) -> str:
        """Return the address that confirms this delivery. `expires_at` counts in whole seconds."""
        return f"{self.public_url}{PATH}{self.token(delivery_id, expires_at)}"

    def token(self, delivery_id: str, expires_at: datetime) -> str:
        """Return the last part of the address."""
        signed = f"{delivery_id}.{int(expires_at.timestamp())}"
        return f"{signed}.{self._sign('link', signed)}"

    def read(self, token: str) -> ReceiptToken | None:
        """Return what a link says, or None when it is not exactly one that we signed. Whether it expired is for the caller."""
        signed, _, signature = token.rpartition(".")
        if len(token) > TOKEN_LIMIT or not token.isascii() or not _same(signature, self._sign("link", signed)):
            return None
        delivery_id, _, seconds = signed.partition(".")
        return ReceiptToken(delivery_id, datetime.fromtimestamp(int(seconds), UTC))

    def form_proof(self, token: str) -> str:
        """Return the hidden value of the page's form: a program that only follows links does not have it."""
        return self._sign("form", token)

    def is_form_proof(self, token: str, given: str) -> bool:
        """Whether `given` is the form's hidden value for this link."""
        return given.isascii() and _same(given, self.form_proof(token))

    def _sign(self, use: str, words: str) -> str:
        digest = hmac.digest(self.secret.encode(), f"hansho-receipt-1:{use}:{words}".encode(), "sha256")
        return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()


def _same(given: str, ours: str) -> bool:
    return hmac.compare_digest(given, ours)
