"""`hansho doctor`: looks at everything the program needs, sends nothing to anybody, and says what to do. No secret is shown."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from urllib.parse import urlsplit

from bot.checks import Finding, Verdict
from bot.domain.errors import HanshoError
from bot.exits import Exit, StartRefused
from bot.outlets import mail_server
from bot.rulebook import check_folder
from bot.settings import Settings, load_settings
from bot.transports.clock import SystemClock
from bot.transports.mail import greet
from handlers.slack.checkup import examine_slack
from storage import migrating

REACH_SECONDS = 5.0


async def examine(env_file: Path, say: Callable[[str], None]) -> Exit:
    """Say one line per finding; FAILED when any check failed."""
    worst = Exit.OK
    try:
        settings = load_settings(env_file)
    except StartRefused as refused:
        say(str(Finding("settings", Verdict.FAIL, str(refused))))
        return Exit.FAILED
    for look in (_settings, _packs, _database, _slack, _mail, _receipts, _dead_man):
        for finding in await look(settings):
            say(str(finding))
            if finding.verdict is Verdict.FAIL:
                worst = Exit.FAILED
    return worst


async def _settings(settings: Settings) -> list[Finding]:
    try:
        settings.require_slack()
    except StartRefused as refused:
        return [Finding("settings", Verdict.FAIL, str(refused))]
    found = [Finding("settings", Verdict.OK, f"complete; events come by {settings.mode}")]
    both = settings.slack_app_token.get_secret_value() and settings.slack_signing_secret.get_secret_value()
    if both:
        found.append(
            Finding("settings", Verdict.OK, "SLACK_APP_TOKEN and SLACK_SIGNING_SECRET are both set: the former wins")
        )
    return found


async def _packs(settings: Settings) -> list[Finding]:
    if settings.packs_dir is None:
        return [
            Finding(
                "packs", Verdict.FAIL, "PACKS_DIR has to name the folder with your packs and office.yaml, see README"
            )
        ]
    loaded = await asyncio.to_thread(check_folder, settings.packs_dir)
    if loaded.errors:
        return [Finding("packs", Verdict.FAIL, str(problem)) for problem in loaded.errors]
    if not loaded.in_force:
        return [
            Finding("packs", Verdict.WARN, f"no pack in {settings.packs_dir} is in force: a report starts no clock")
        ]
    found = [Finding("packs", Verdict.OK, f"{len(loaded.in_force)} in force in {settings.packs_dir}")]
    if loaded.office is not None and not loaded.office.operators:
        found.append(
            Finding(
                "packs",
                Verdict.WARN,
                "office.yaml names no operators: nobody is told when something is wrong with Hansho",
            )
        )
    return found


async def _database(settings: Settings) -> list[Finding]:
    try:
        revision = await asyncio.to_thread(migrating.current, settings.database_url.get_secret_value())
    except HanshoError as error:
        return [Finding("database", Verdict.FAIL, f"DATABASE_URL: {error}")]
    if revision == migrating.HEAD:
        return [Finding("database", Verdict.OK, f"reachable, revision {revision}")]
    if revision is None:
        return [
            Finding(
                "database",
                Verdict.WARN,
                "reachable and empty; `hansho migrate` (or the first start on SQLite) fills it",
            )
        ]
    newer = revision > migrating.HEAD
    advice = "start the newer version" if newer else "run `hansho migrate`"
    return [Finding("database", Verdict.FAIL, f"revision {revision}, this version knows {migrating.HEAD}: {advice}")]


async def _slack(settings: Settings) -> list[Finding]:
    token = settings.slack_bot_token.get_secret_value()
    if not token:
        return [Finding("slack", Verdict.FAIL, "not asked: SLACK_BOT_TOKEN is missing")]
    app_token = settings.slack_app_token.get_secret_value()
    return await examine_slack(token, app_token, settings.slack_api_base, SystemClock().now)


async def _mail(settings: Settings) -> list[Finding]:
    try:
        server = mail_server(settings)
    except StartRefused as refused:
        return [Finding("mail", Verdict.FAIL, str(refused))]
    if server is None:
        return [Finding("mail", Verdict.WARN, "SMTP_URL is empty: a page has no second road when Slack is away")]
    where = f"{server.host}:{server.port}"
    if wrong := await greet(server):
        advice = "check address, TLS, user and password"
        return [Finding("mail", Verdict.FAIL, f"SMTP_URL: {where} does not let us in ({wrong}): {advice}")]
    return [Finding("mail", Verdict.OK, f"{where} lets us in; no mail was sent")]


async def _receipts(settings: Settings) -> list[Finding]:
    """The page on which a client's desk confirms receipt needs an address of ours and a key, or reports carry no link."""
    url, key = settings.public_url, settings.secret_key.get_secret_value()
    missing = [name for name, value in (("PUBLIC_URL", url), ("SECRET_KEY", key)) if not value]
    if missing:
        return [
            Finding("receipts", Verdict.WARN, f"{' and '.join(missing)} empty: reports carry no link for the receipt")
        ]
    parts = urlsplit(url)
    if parts.scheme != "https" and parts.hostname not in {"localhost", "127.0.0.1", "::1"}:
        advice = "receipts would cross the network in the clear: use https"
        return [Finding("receipts", Verdict.WARN, f"PUBLIC_URL begins with http://: {advice}")]
    return [Finding("receipts", Verdict.OK, f"links lead to {url}/receipt/; let your proxy pass that path")]


async def _dead_man(settings: Settings) -> list[Finding]:
    url = settings.deadman_url.get_secret_value()
    if not url:
        return [
            Finding("dead man", Verdict.WARN, "DEADMAN_URL is empty: nobody outside notices when this machine stops")
        ]
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port or {"http": 80, "https": 443}[parts.scheme]
    except (ValueError, KeyError):
        return [Finding("dead man", Verdict.FAIL, "DEADMAN_URL begins with https:// or http://")]
    return [await _reach("dead man", "DEADMAN_URL", host, port)]


async def _reach(what: str, variable: str, host: str, port: int) -> Finding:
    """Open a connection and close it: nothing is sent, so no alarm is disarmed by a check."""
    opening: Awaitable[tuple[asyncio.StreamReader, asyncio.StreamWriter]] = asyncio.open_connection(host, port)
    try:
        _, writer = await asyncio.wait_for(opening, REACH_SECONDS)
    except (OSError, TimeoutError) as error:
        return Finding(what, Verdict.FAIL, f"{variable}: {host}:{port} cannot be reached ({type(error).__name__})")
    writer.close()
    return Finding(what, Verdict.OK, f"{host}:{port} answers")
