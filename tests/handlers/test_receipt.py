"""The receipt's page over real HTTP: a look confirms nothing, one press does, and whatever is wrong with a link says nothing."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import aiohttp
import pytest
from aiohttp import web

from bot.domain.errors import BadAnswer, NotFound, StoreUnavailable
from bot.domain.receipt_link import ReceiptLinks
from bot.services.receipts import ConfirmByLink, Receipt, SeeReceipt, confirm_by_link
from bot.transports.clock import ManualClock
from bot.views.pictures import BiText
from handlers.web.receipt import EACH_MINUTE, add_receipts

AT = datetime(2026, 11, 23, 18, 40, tzinfo=UTC)
LINKS = ReceiptLinks("http://127.0.0.1", "a key for tests, long enough to sign")
RECEIPT = Receipt(
    title=BiText("第一報", "First report"), ref="INC-1124-01", issued_at=AT, company=BiText("半鐘<商会>", "Hansho & Co"),
    phone="03-0000-0119", language="ja", zone="Asia/Tokyo", received_at=None, received_by="",
)  # fmt: skip


class Desk:
    """Answers as the store would for one delivery, `D1`; counts what was kept."""

    def __init__(self, clock: ManualClock) -> None:
        self.receipt, self.kept, self.away = RECEIPT, list[ConfirmByLink](), False
        self._clock = clock

    async def read(self, _query: Any, command: SeeReceipt) -> Receipt:
        if self.away:
            raise StoreUnavailable("away")
        if command.delivery_id != "D1":
            raise NotFound(command.delivery_id)
        return self.receipt

    async def run(self, service: Any, command: ConfirmByLink) -> Receipt:
        assert service is confirm_by_link
        if self.away:
            raise StoreUnavailable("away")
        if not command.name.strip():
            raise BadAnswer("name", "refused.who_reached")
        if self.receipt.received_at is None:
            self.kept.append(command)
            self.receipt = replace(self.receipt, received_at=self._clock.now(), received_by=command.name)
            return replace(self.receipt, now=True)
        return self.receipt


@dataclass
class Page:
    address: str
    desk: Desk
    clock: ManualClock
    session: aiohttp.ClientSession

    def link(self, delivery: str = "D1", days: int = 14) -> str:
        return f"{self.address}/receipt/{LINKS.token(delivery, AT + timedelta(days=days))}"

    async def get(self, link: str, **more: Any) -> tuple[int, str, Any]:
        async with self.session.get(link, **more) as answer:
            return answer.status, await answer.text(), answer.headers

    async def post(self, link: str, **form: str) -> tuple[int, str]:
        async with self.session.post(link, data=form) as answer:
            return answer.status, await answer.text()


@pytest.fixture
async def page() -> AsyncIterator[Page]:
    clock = ManualClock(AT)
    desk = Desk(clock)
    office = SimpleNamespace(
        name=SimpleNamespace(ja="半鐘商会", en="Hansho & Co"), callback="03-0000-0119", language="ja"
    )
    app = web.Application(client_max_size=8192)
    add_receipts(app, LINKS, store=desk, rules=SimpleNamespace(office=office), clock=clock)  # type: ignore[arg-type]
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    host, port = runner.addresses[0][:2]
    async with aiohttp.ClientSession() as session:
        yield Page(f"http://{host}:{port}", desk, clock, session)
    await runner.cleanup()


def proof_in(body: str) -> str:
    return re.search(r'name="proof" value="([^"]+)"', body).group(1)  # type: ignore[union-attr]


async def test_one_press_with_a_name_confirms_once_and_later_looks_say_when(page: Page) -> None:
    status, body, headers = await page.get(page.link())
    assert status == 200 and "第一報" in body and "INC-1124-01" in body and "半鐘&lt;商会&gt;" in body
    for name, value in {
        "Cache-Control": "no-store", "Referrer-Policy": "no-referrer", "X-Robots-Tag": "noindex, nofollow, noarchive",
        "X-Content-Type-Options": "nosniff", "X-Frame-Options": "DENY",
    }.items():  # fmt: skip
        assert headers[name] == value
    assert (
        "default-src 'none'" in headers["Content-Security-Policy"]
        and "script-src" not in headers["Content-Security-Policy"]
    )
    assert "<script" not in body and "Set-Cookie" not in headers

    status, body = await page.post(page.link(), proof=proof_in(body), name='窓口 <b>"太郎"</b>')
    assert status == 200 and "ありがとうございます" in body
    assert "窓口 &lt;b&gt;&quot;太郎&quot;&lt;/b&gt;" in body and "<b>" not in body
    assert [(one.delivery_id, one.origin) for one in page.desk.kept] == [("D1", "127.0.0.0/24")]
    status, body, _ = await page.get(page.link())
    assert status == 200 and "すでに記録しております" in body and "<form" not in body


async def test_looking_and_posting_without_the_forms_own_value_confirm_nothing(page: Page) -> None:
    for method in ("GET", "HEAD"):
        async with page.session.request(method, page.link()) as answer:
            assert answer.status == 200
    for form in (
        {},
        {"name": "x"},
        {"name": "x", "proof": ""},
        {"name": "x", "proof": "é"},
        {"name": "x", "proof": "A" * 43},
    ):
        status, body = await page.post(page.link(), **form)
        assert status == 200 and "<form" in body
    other = LINKS.form_proof(LINKS.token("D2", AT))
    await page.post(page.link(), name="x", proof=other)
    for method in ("PUT", "DELETE", "PATCH"):
        async with page.session.request(method, page.link()) as answer:
            assert answer.status == 405
    assert page.desk.kept == []


async def test_a_name_is_asked_for_and_what_was_typed_stays(page: Page) -> None:
    _, body, _ = await page.get(page.link())
    status, body = await page.post(page.link(), proof=proof_in(body), name="  ")
    assert status == 422 and "お名前をご記入ください。" in body and page.desk.kept == []


async def test_it_speaks_both_languages_and_begins_in_the_reports_own(page: Page) -> None:
    page.desk.receipt = replace(RECEIPT, language="en")
    _, body, _ = await page.get(page.link())
    assert '<html lang="en">' in body and "First report" in body and "Confirm receipt" in body
    _, body, _ = await page.get(page.link() + "?lang=ja")
    assert '<html lang="ja">' in body and "第一報" in body


async def test_an_altered_an_unknown_and_an_expired_link_show_our_number_and_no_report(page: Page) -> None:
    whole = page.link()
    for link, expected in (
        (whole[:-1], 404),
        (whole[:-1] + ("A" if whole[-1] != "A" else "B"), 404),
        (page.link("D9"), 404),
        (f"{page.address}/receipt/x", 404),
    ):
        status, body, headers = await page.get(link)
        assert status == expected and "リンクが途中で切れているか" in body
        assert "03-0000-0119" in body and "第一報" not in body and "INC-" not in body
        assert headers["Cache-Control"] == "no-store"
    page.clock.set(AT + timedelta(days=14))
    status, body, _ = await page.get(whole)
    assert status == 410 and "期限は過ぎました" in body and "03-0000-0119" in body and "第一報" not in body
    status, body = await page.post(whole, name="x", proof=LINKS.form_proof(whole.rpartition("/")[2]))
    assert status == 410 and page.desk.kept == []


async def test_many_requests_from_one_network_have_to_wait_a_minute_and_others_do_not(page: Page) -> None:
    for _ in range(EACH_MINUTE):
        assert (await page.get(page.link()))[0] == 200
    status, body, _ = await page.get(page.link())
    assert status == 429 and "1分ほどして" in body
    proof = LINKS.form_proof(page.link().rpartition("/")[2])
    assert (await page.post(page.link(), name="x", proof=proof))[0] == 429 and page.desk.kept == []
    # A proxy on this machine says who came; the same header from anywhere else would be anybody's claim.
    other = {"X-Forwarded-For": "198.51.100.7, 203.0.113.77"}
    assert (await page.get(page.link(), headers=other))[0] == 200
    page.clock.set(AT + timedelta(seconds=61))
    assert (await page.get(page.link()))[0] == 200


async def test_while_the_database_is_away_nothing_is_said_to_be_noted(page: Page) -> None:
    _, body, _ = await page.get(page.link())
    page.desk.away = True
    status, body = await page.post(page.link(), proof=proof_in(body), name="窓口")
    assert status == 503 and "まだ受領は記録されていません" in body
    page.desk.away = False
    status, body, _ = await page.get(page.link())
    assert "<form" in body


async def test_a_body_that_is_too_large_is_refused(page: Page) -> None:
    status, _ = await page.post(page.link(), name="x" * 20_000, proof="x")
    assert status == 413 and page.desk.kept == []
