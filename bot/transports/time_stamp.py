"""A time stamp of an outside authority (RFC 3161) for a file: only its digest is sent, never the file."""

from __future__ import annotations

import aiohttp
from rfc3161_client import (
    HashAlgorithm,
    TimestampRequestBuilder,
    decode_timestamp_response,
)
from rfc3161_client.tsp import PKIStatus

SECONDS = 20.0
LARGEST = 1024 * 1024


class StampRefused(Exception):
    """The authority could not be reached, or gave no stamp for this digest; the message says which."""


async def stamp(url: str, content: bytes) -> bytes:
    """Return the authority's answer (DER) for the SHA-256 of `content`, checked to be about it.

    The authority's signature is left to whoever checks the evidence, with the authority's certificate: `openssl ts -verify`.

    Raises StampRefused.
    """
    request = TimestampRequestBuilder().data(content).hash_algorithm(HashAlgorithm.SHA256).build()
    headers = {"Content-Type": "application/timestamp-query", "Accept": "application/timestamp-reply"}
    try:
        async with (
            aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=SECONDS)) as session,
            session.post(url, data=request.as_bytes(), headers=headers) as answer,
        ):
            body = await answer.content.read(LARGEST)
            if answer.status != 200:
                raise StampRefused(f"the time stamp authority answered {answer.status}")
    except (TimeoutError, aiohttp.ClientError, OSError) as error:
        raise StampRefused(f"the time stamp authority cannot be reached ({type(error).__name__})") from error
    try:
        response = decode_timestamp_response(body)
        granted = response.status in (PKIStatus.GRANTED, PKIStatus.GRANTED_WITH_MODS)
        same = granted and response.tst_info.message_imprint.message == request.message_imprint.message
        fresh = granted and response.tst_info.nonce == request.nonce
    except ValueError as error:
        raise StampRefused("the time stamp authority gave no answer that can be read") from error
    if not (granted and same and fresh):
        raise StampRefused("the time stamp authority gave no stamp for this file")
    return body
