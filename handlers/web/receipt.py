"""The receipt's page: GET shows, POST confirms. Mail programs that open links to look at them never confirm anything.

No cookie and no script: the link is the whole authority, and the form holds a second value that only its page shows. Everything is
limited by the clock port, in memory: a limit that a restart forgets is enough against somebody who only tries links.
"""

from __future__ import annotations

import ipaddress
from collections import OrderedDict
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import structlog
from aiohttp import web

from bot.domain.errors import BadAnswer, NotFound, StoreUnavailable
from bot.domain.people import Locale
from bot.domain.ports import Clock
from bot.domain.receipt_link import PATH, ReceiptLinks, ReceiptToken
from bot.services.ports import RuleBook, Store
from bot.services.receipts import ConfirmByLink, Receipt, SeeReceipt, confirm_by_link, see_receipt
from bot.views.pictures import BiText
from bot.views.receipt_page import STYLE_HASH, ask_page, calm_page, done_page
from bot.views.texts import text

log = structlog.get_logger(__name__)

HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": (
        f"default-src 'none'; style-src '{STYLE_HASH}'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "X-Robots-Tag": "noindex, nofollow, noarchive",
}
EACH_MINUTE = 30
"""Requests from one network in a minute; a desk of several people behind one address needs a few."""
EVERYBODY_EACH_MINUTE = 600
KEPT_NETWORKS = 10_000


@dataclass(slots=True)
class Limit:
    """So many in a minute for each key, and so many for all together."""

    clock: Clock
    each: int = EACH_MINUTE
    everybody: int = EVERYBODY_EACH_MINUTE
    _counts: OrderedDict[str, tuple[datetime, int]] = field(default_factory=OrderedDict)

    def passes(self, key: str) -> bool:
        """Count one, and say whether it may pass."""
        return all([self._count(key) <= self.each, self._count("*") <= self.everybody])

    def _count(self, key: str) -> int:
        now = self.clock.now()
        began, count = self._counts.pop(key, (now, 0))
        if not timedelta(0) <= now - began < timedelta(minutes=1):
            began, count = now, 0
        self._counts[key] = (began, count + 1)
        while len(self._counts) > KEPT_NETWORKS:
            self._counts.popitem(last=False)
        return count + 1


@dataclass(frozen=True, slots=True)
class ReceiptDesk:
    """What the page needs of the running program."""

    links: ReceiptLinks
    store: Store
    rules: RuleBook
    clock: Clock
    limit: Limit

    async def show(self, request: web.Request) -> web.Response:
        """Show the report's name and the form, or when it was confirmed."""
        found = await self._found(request)
        if isinstance(found, web.Response):
            return found
        _, receipt = found
        log.info("receipt.shown", origin=_origin(request))
        return self._shown(request, receipt)

    async def confirm(self, request: web.Request) -> web.Response:
        """Note the receipt: only with the form's own value and a name."""
        found = await self._found(request)
        if isinstance(found, web.Response):
            return found
        token, receipt = found
        form = await request.post()
        proof, name = (str(form.get(field) or "") for field in ("proof", "name"))
        if not self.links.is_form_proof(request.match_info["token"], proof):
            log.warning("receipt.no_form", origin=_origin(request))
            return self._shown(request, receipt)
        origin = _origin(request)
        try:
            command = ConfirmByLink(delivery_id=token.delivery_id, name=name, origin=origin)
            kept = await self.store.run(confirm_by_link, command)
        except BadAnswer:
            return self._shown(request, receipt, wrong="receipt_page.name_needed", typed=name)
        except StoreUnavailable as error:
            log.warning("store.unavailable", doing="receipt", error=str(error)[:300])
            return self._calm(request, "away", 503)
        log.info("receipt.confirmed", delivery=token.delivery_id, origin=origin, first=kept.now)
        return self._shown(request, kept)

    async def _found(self, request: web.Request) -> tuple[ReceiptToken, Receipt] | web.Response:
        """The delivery a good link is about, or the page that says why there is none."""
        if not self.limit.passes(_origin(request)):
            log.warning("receipt.limited", origin=_origin(request))
            return self._calm(request, "often", 429)
        token = self.links.read(request.match_info["token"])
        if token is None:
            log.warning("receipt.altered", origin=_origin(request))
            return self._calm(request, "altered", 404)
        try:
            receipt = await self.store.read(see_receipt, SeeReceipt(delivery_id=token.delivery_id))
        except NotFound:
            return self._calm(request, "altered", 404)
        except StoreUnavailable as error:
            log.warning("store.unavailable", doing="receipt", error=str(error)[:300])
            return self._calm(request, "away", 503)
        if self.clock.now() >= token.expires_at:
            log.info("receipt.expired", delivery=token.delivery_id)
            return self._calm(request, "expired", 410)
        return token, receipt

    def _shown(self, request: web.Request, receipt: Receipt, *, wrong: str = "", typed: str = "") -> web.Response:
        locale = _locale(request, receipt.language)
        if receipt.received_at is not None:
            return _page(
                done_page(
                    locale,
                    title=receipt.title,
                    ref=receipt.ref,
                    issued_at=receipt.issued_at,
                    company=receipt.company,
                    phone=receipt.phone,
                    zone=receipt.zone,
                    received_at=receipt.received_at,
                    received_by=receipt.received_by,
                    now=receipt.now,
                )
            )
        body = ask_page(
            locale,
            title=receipt.title,
            ref=receipt.ref,
            issued_at=receipt.issued_at,
            company=receipt.company,
            phone=receipt.phone,
            zone=receipt.zone,
            proof=self.links.form_proof(request.match_info["token"]),
            typed=typed,
            wrong=text(locale, wrong) if wrong else "",
        )
        return _page(body, 422 if wrong else 200)

    def _calm(self, request: web.Request, why: str, status: int) -> web.Response:
        office = self.rules.office
        locale = _locale(request, office.language)
        company = BiText(office.name.ja, office.name.en)
        return _page(calm_page(locale, why, phone=office.callback, company=company), status)


def add_receipts(web_app: web.Application, links: ReceiptLinks, *, store: Store, rules: RuleBook, clock: Clock) -> None:
    """Add GET and POST /receipt/TOKEN."""
    desk = ReceiptDesk(links, store, rules, clock, Limit(clock))
    path = f"{PATH}{{token}}"
    web_app.router.add_get(path, desk.show)
    web_app.router.add_post(path, desk.confirm)


def _page(body: str, status: int = 200) -> web.Response:
    return web.Response(text=body, status=status, content_type="text/html", charset="utf-8", headers=HEADERS)


def _locale(request: web.Request, otherwise: Locale) -> Locale:
    asked = request.query.get("lang", "")
    return "ja" if asked == "ja" else "en" if asked == "en" else otherwise


def _origin(request: web.Request) -> str:
    """The network a request came from, without the part that names one machine: IPv4 /24, IPv6 /48.

    A proxy on this machine says in X-Forwarded-For who came last; from elsewhere that header is anybody's claim.
    """
    remote = request.remote or ""
    try:
        address = ipaddress.ip_address(remote)
        if address.is_loopback and (said := request.headers.get("X-Forwarded-For", "")):
            address = ipaddress.ip_address(said.rpartition(",")[2].strip())
    except ValueError:
        return "unknown"
    length = 24 if address.version == 4 else 48
    return str(ipaddress.ip_network(f"{address}/{length}", strict=False))
