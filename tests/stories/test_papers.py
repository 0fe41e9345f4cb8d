"""What a contract asks for at its start, from the morning it begins to the client's receipt: fired, filled in, made, delivered."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator
from pathlib import Path

from bot.domain.document import Document, DocumentContent
from bot.domain.matter import Matter
from bot.domain.paper import Paper
from tests.documents.reading import everything_in
from tests.harness.packs import changed_packs
from tests.stories.acting import fill, records, words_to
from tests.stories.conftest import Story, told
from tests.stories.harness import Transport
from tests.stories.test_matters import THURSDAY, offered_steps, step

PEOPLE = (
    "{responsible: [U0MILLER], compliance: [U0MORI], incident_lead: [U0SATO], duty_manager: [U0TANAKA], "
    "security_manager: [U0KATO], executive: [U0OKADA]}"
)
OFFICER = (
    "{officer: {label: Contract officer, people: {primary: {name: 見本 官, phone: '03-0000-0001'}, "
    "backup: {name: 控え 官, phone: '03-0000-0002'}, after_hours: {name: 夜間 官, phone: '03-0000-0003'}}}}"
)
BEGUN = "{start: 2026-11-16, end: 2099-03-31}"


@contextlib.asynccontextmanager
async def beginning(
    folder: Path, transport: Transport = "socket", database_url: str = "", told_first: str = "suzuki", **lines: str
) -> AsyncIterator[Story]:
    """A Thursday morning in the first week of a contract."""
    packs = changed_packs(folder, **{"term": BEGUN, **lines})
    url = database_url or f"sqlite:///{folder / 'hansho.sqlite'}"
    async with told(transport, url, at=THURSDAY, packs_dir=packs) as story:
        await story.workspace.wait_for(lambda: any("MAT-" in m.all_text for m in story.person(told_first).dms()))
        yield story


async def test_the_storage_form_is_fired_filled_in_made_delivered_and_receipted(
    transport: Transport, database_url: str, tmp_path: Path
) -> None:
    async with beginning(tmp_path, transport, database_url) as story:
        suzuki = story.person("suzuki")
        assert "契約で必要です: 電子データの保存先の届出（川端市 様）" in words_to(suzuki)
        await suzuki.press(suzuki.dms()[-1], "matter")
        assert "契約 特記3(4)" in suzuki.modal.text and "まだ作っていません" in suzuki.modal.text
        await suzuki.modal.press("paper")
        form = await suzuki.expect_modal("書類を作る")
        assert form.view.values["place_contract_number"]["value"]["value"] == "K-2026-01", "known, so filled in"
        made = await fill(
            story,
            suzuki,
            place_media="社内サーバー",
            place_place="国内のみ",
            place_cloud="見本クラウド／見本株式会社／東京都",
            place_subcontractors="なし",
        )
        assert made.kind == "closed", suzuki.modal.errors
        assert "まだ空欄: 住所" in suzuki.modal.text and "用意ができた" in suzuki.modal.text
        assert "（第1版）ができました" in words_to(suzuki)
        names = sorted(story.workspace.state.files[one].name for message in suzuki.dms() for one in message.files)
        assert names == [f"電子データの保存等に関する届出書_MAT-261119-01_1版.{end}" for end in ("docx", "pdf")]
        for document in await records(story, Document):
            (content,) = [one for one in await records(story, DocumentContent) if one.id == document.id]
            words = "".join(everything_in(content.content, document.format).split())
            assert "見本クラウド" in words and "川端市" in words and "＿＿" in words
            assert "東部商事" not in words and "Tobu" not in words, "another client is in no paper"
        await step(story, suzuki, "deliver", on="2026-11-19", who="窓口 太郎")
        assert "SHA-256" in suzuki.modal.text and "paper" not in suzuki.modal.text
        await step(story, suzuki, "receipt", on="2026-11-19", reference="受 12")
        assert "受領された" in suzuki.modal.text and not offered_steps(suzuki)
        (matter,) = await records(story, Matter)
        assert (matter.ref, matter.state) == ("MAT-261119-01", "receipted")


async def test_the_form_speaks_the_contracts_language_and_the_screen_the_readers(tmp_path: Path) -> None:
    async with beginning(
        tmp_path,
        told_first="miller",
        people=PEOPLE,
    ) as story:
        miller = story.person("miller")
        assert "The contract asks for it: Form on where data is kept" in words_to(miller)
        await miller.press(miller.dms()[-1], "matter")
        await miller.modal.press("paper")
        await fill(story, miller, place_media="file server")
        assert "Still blank: Address" in miller.modal.text
        (paper,) = await records(story, Paper)
        assert (paper.language, paper.data["subject"]) == ("ja", "電子データの保存等に関する届出書")


async def test_a_procedure_is_submitted_in_english_sent_back_and_confirmed(tmp_path: Path) -> None:
    lines = {"extends": "seed-000", "lang": "en", "contacts": OFFICER, "people": PEOPLE}
    async with beginning(tmp_path, told_first="miller", **lines) as story:
        miller = story.person("miller")
        assert "The contract asks for it: Document to be confirmed (City of Kawabata)" in words_to(miller)
        await miller.press(next(m for m in miller.dms() if "MAT-" in m.all_text), "matter")
        assert "promptly" in miller.modal.text and "team target" in miller.modal.text
        await miller.modal.press("paper")
        await fill(story, miller, place_enclosed="Security implementation procedure, edition 3")
        for document in await records(story, Document):
            (content,) = [one for one in await records(story, DocumentContent) if one.id == document.id]
            words = " ".join(everything_in(content.content, document.format).split())
            assert "Submission of documents" in words and "edition 3" in words
            assert "東部商事" not in words and "Tobu" not in words
        await step(story, miller, "deliver", on="2026-11-19", who="Officer")
        await step(story, miller, "send_back", on="2026-11-19", note="Article 4 is missing")
        assert "Sent back" in words_to(miller) or "sent back by the client" in miller.modal.text
        await step(story, miller, "deliver", on="2026-11-19", who="Officer")
        assert "receipt" not in offered_steps(miller), "a receipt is no confirmation"
        await step(story, miller, "confirm", on="2026-11-19", who="Officer", reference="C-1")
        assert "Confirmed" in miller.modal.text and not offered_steps(miller)


async def test_an_old_contract_asks_once_and_opens_only_what_was_not_filed(tmp_path: Path) -> None:
    async with beginning(tmp_path, term="{start: 2024-04-01, end: 2099-03-31}") as story:
        suzuki = story.person("suzuki")
        asked = [m for m in suzuki.dms() if "これまでの届出の確認" in m.all_text]
        assert len(asked) == 1
        await suzuki.press(asked[0], "matter")
        await step(story, suzuki, "take_stock")
        assert "答えた・終わり" in suzuki.modal.text
        assert "契約で必要です: 電子データの保存先の届出" in words_to(suzuki), (
            "nobody knew of one, so it is prepared now"
        )
        assert len([one for one in await records(story, Matter) if one.kind == "filing"]) == 1
