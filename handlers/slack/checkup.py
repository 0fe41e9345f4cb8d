"""The part of `hansho doctor` that asks Slack: token, scopes, clock, sockets."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

import aiohttp
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web.async_client import AsyncWebClient

from bot.checks import Finding, Verdict

NEEDED_SCOPES = ("chat:write", "commands", "im:history", "im:write", "users:read")
USEFUL_SCOPES = {
    "files:write": "reports put into the room as files (without it: as text)",
    "groups:write": "a private channel per incident (without it: a thread)",
    "groups:history": "looking up whether an interrupted message arrived (without it: it is repeated with a mark)",
    "pins:write": "pinning the card of a lane",
    "team:read": "the names of the companies that read a shared channel (without it: their ids)",
    "users:read.email": "pages by mail while Slack is away (without it: nobody's address is known)",
}
SKEW_SECONDS = 30
ASK_SECONDS = 10.0


async def examine_slack(token: str, app_token: str, base_url: str, now: Callable[[], datetime]) -> list[Finding]:
    """Ask auth.test, and for Socket Mode apps.connections.open; nothing is posted."""
    async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=ASK_SECONDS)) as session:
        client = AsyncWebClient(token=token, base_url=base_url, session=session, retry_handlers=[])
        try:
            said = await client.auth_test()
        except (SlackApiError, SlackClientError, aiohttp.ClientError, OSError, TimeoutError, ValueError) as error:
            return [
                Finding(
                    "slack", Verdict.FAIL, f"auth.test: {_why(error)}; check SLACK_BOT_TOKEN, SLACK_API_URL, network"
                )
            ]
        found = [Finding("slack", Verdict.OK, f"{said.get('team')} as {said.get('user')}")]
        headers = {str(name).lower(): str(value) for name, value in (said.headers or {}).items()}
        found += [*_scopes(headers), *_skew(headers, now())]
        if app_token:
            found.append(await _socket(client, app_token))
    return found


def _why(error: Exception) -> str:
    return str(error.response.get("error")) if isinstance(error, SlackApiError) else type(error).__name__


def _scopes(headers: dict[str, str]) -> Iterator[Finding]:
    if "x-oauth-scopes" not in headers:
        yield Finding("scopes", Verdict.WARN, "Slack named no scopes; they could not be checked")
        return
    given = {scope.strip() for scope in headers["x-oauth-scopes"].split(",")}
    missing = [scope for scope in NEEDED_SCOPES if scope not in given]
    if missing:
        yield Finding(
            "scopes", Verdict.FAIL, f"missing {', '.join(missing)}: reinstall the app with deploy/slack/manifest.json"
        )
    else:
        yield Finding("scopes", Verdict.OK, "all that are needed")
    for scope, use in USEFUL_SCOPES.items():
        if scope not in given:
            yield Finding("scopes", Verdict.WARN, f"without {scope}: {use}")


def _skew(headers: dict[str, str], now: datetime) -> Iterator[Finding]:
    try:
        theirs = parsedate_to_datetime(headers["date"]).astimezone(UTC)
    except (KeyError, ValueError, TypeError):
        return
    seconds = round((now - theirs).total_seconds())
    if abs(seconds) > SKEW_SECONDS:
        words = f"this machine's clock is {seconds} s off Slack's: every deadline would be; set it (NTP)"
        yield Finding("clock", Verdict.FAIL, words)
    else:
        yield Finding("clock", Verdict.OK, f"within {SKEW_SECONDS} s of Slack's")


async def _socket(client: AsyncWebClient, app_token: str) -> Finding:
    try:
        await client.apps_connections_open(app_token=app_token)
    except (SlackApiError, SlackClientError, aiohttp.ClientError, OSError, TimeoutError, ValueError) as error:
        return Finding("socket mode", Verdict.FAIL, f"apps.connections.open: {_why(error)}; check SLACK_APP_TOKEN")
    return Finding("socket mode", Verdict.OK, "Slack offers connections")
