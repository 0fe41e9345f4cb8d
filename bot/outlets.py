"""What the settings ask for: the clock, the roads out (Slack always, mail and webhook when named), the auditor with roads of its own."""

from __future__ import annotations

import aiohttp

from bot.audit.auditor import Alarm, Auditor
from bot.audit.direct import by_slack, by_webhook
from bot.audit.reading import reader_for
from bot.documents.press import Press
from bot.domain.ports import Clock
from bot.domain.receipt_link import ReceiptLinks
from bot.domain.work import TransportKind
from bot.engine.roads import Road
from bot.exits import Exit, StartRefused
from bot.packs.loader import SHIPPED
from bot.services.notice_outcome import DeskRoads
from bot.services.ports import RuleBook
from bot.settings import Settings
from bot.transports.clock import FileClock, SystemClock
from bot.transports.deadman import DeadMan
from bot.transports.mail import MailSender, MailServer
from bot.transports.slack import SlackSender
from bot.transports.webhook import WebhookSender


def clock_of(settings: Settings) -> Clock:
    """Return the system's clock, or practice time when the settings name a clock file. Raises StartRefused."""
    if settings.clock_file is None:
        return SystemClock()
    try:
        return FileClock(settings.clock_file)
    except ValueError as error:
        raise StartRefused(Exit.BAD_INPUT, f"HANSHO_CLOCK_FILE: {error}") from error


def mail_server(settings: Settings) -> MailServer | None:
    """Return the mail server, or None when there is none. Raises StartRefused for an address that cannot be used."""
    url = settings.smtp_url.get_secret_value()
    if not url:
        return None
    try:
        return MailServer.parse(url)
    except ValueError as error:
        raise StartRefused(Exit.BAD_INPUT, str(error)) from error


def desk_roads(settings: Settings, mail: MailServer | None) -> DeskRoads:
    """Return what reports to clients can use: mail, and receipts by link when there is an address and a key of ours."""
    secret = settings.secret_key.get_secret_value()
    links = ReceiptLinks(settings.public_url, secret) if settings.public_url and secret else None
    return DeskRoads(mail=mail is not None, links=links)


def build_roads(
    settings: Settings, mail: MailServer | None, session: aiohttp.ClientSession, clock: Clock
) -> dict[TransportKind, Road]:
    """Return a road for every transport there is."""
    token = settings.slack_bot_token.get_secret_value()
    roads: dict[TransportKind, Road] = {
        TransportKind.SLACK: SlackSender(token=token, base_url=settings.slack_api_base, session=session),
        TransportKind.DOCUMENT: Press(settings.packs_dir or SHIPPED),
    }
    if mail is not None:
        roads[TransportKind.MAIL] = MailSender(mail, clock)
    if url := settings.webhook_url.get_secret_value():
        roads[TransportKind.WEBHOOK] = WebhookSender(url, session)
    return roads


def build_auditor(settings: Settings, session: aiohttp.ClientSession, clock: Clock, rules: RuleBook) -> Auditor:
    """Return the auditor; it reads the database by itself and shares nothing with the engine but the network."""
    alarms: list[Alarm] = [
        by_slack(
            session,
            base_url=settings.slack_api_base,
            token=settings.slack_bot_token.get_secret_value(),
            operators=lambda: rules.office.operators,
        )
    ]
    if url := settings.webhook_url.get_secret_value():
        alarms.append(by_webhook(session, url=url))
    dead_man = settings.deadman_url.get_secret_value()
    real = isinstance(clock, SystemClock)
    return Auditor(
        reader=reader_for(settings.database_url.get_secret_value()),
        clock=clock,
        ping=DeadMan(dead_man, session).ping if dead_man else None,
        alarms=alarms,
        check_skew=real,
        clock_step=(lambda: clock.step_seconds) if isinstance(clock, SystemClock) else None,
    )
