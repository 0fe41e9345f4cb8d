"""What follows the night: the report reaches the client in writing and is confirmed, two more follow; three clients get three separate files."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from bot.documents.evidence import files_of, naming
from bot.documents.verify_evidence import check
from bot.domain.delivery import Delivery
from bot.domain.document import DocumentFormat
from bot.domain.incident import Incident
from bot.domain.notice import Notice
from bot.exporting import evidence_of, names_beside
from storage.log_reader import stream
from tests.documents.reading import everything_in
from tests.stories.acting import fill, reach, records
from tests.stories.conftest import Story, told
from tests.stories.test_notices import begin, issue, look
from tests.stories.test_sending import link_in, mails, proof_in, send, visit
from tests.stories.third_client import NAME, three_clients

if TYPE_CHECKING:
    from bot.services.ports import UnitOfWork


async def test_the_night_ends_with_mail_receipt_a_second_report_with_two_items_and_a_final_one(
    mail_story: Story,
) -> None:
    story, lead = mail_story, mail_story.lead
    await story.report(info=["unknown"], when="pick", when_at=story.at(2, 47))
    await issue(story, lead, "first", next_report="60m")
    assert (await send(story, lead)).kind == "closed"
    link = link_in(mails(story)[0])
    _, page = await visit(link)
    await visit(link, name="窓口 太郎", proof=proof_in(page))
    await story.bot.settled()

    await begin(story, lead, "follow_up")
    await look(
        story,
        lead,
        info_kinds_known="委託を受けた個人情報（約300名分）",
        done_so_far="遠隔ロックを行いました。",
        next_report="240m",
    )
    await fill(story, lead)
    await lead.close_modal(everything=True)
    assert (await send(story, lead)).kind == "closed"
    await begin(story, lead, "final")
    await look(
        story, lead, cause="手順の確認が行われていませんでした。", prevention="持ち出しの記録を二名で確認いたします。"
    )
    await fill(story, lead)
    await lead.close_modal(everything=True)
    assert (await send(story, lead)).kind == "closed"

    numbers = [(one.number, one.kind.value, len(one.owed)) for one in await records(story, Notice)]
    assert numbers == [(1, "first", 2), (2, "follow_up", 0), (3, "final", 0)]
    subjects = [mail.subject for mail in mails(story)]
    assert [subject.partition("】")[0] for subject in subjects] == ["【第一報", "【第二報", "【最終報告（第三報）"]
    assert "【更新】" in mails(story)[1].text and "調査中" not in mails(story)[2].text
    assert all([file.content[:4] for file in mail.attachments] == [b"%PDF", b"PK\x03\x04"] for mail in mails(story))
    deliveries = await records(story, Delivery)
    assert [bool(one.message_id and one.answer) for one in deliveries] == [True] * 3
    assert deliveries[0].received_at is not None, "the client's own press is the proof"

    files, names = await story.bot.program.store.read(pack_for, "kawabata-2026")
    assert naming(files, names) == [] and check(files)
    sent = {file.content for mail in mails(story) for file in mail.attachments}
    assert sent <= set(files.values()), "the evidence holds what was sent, byte for byte"


def pack_for(uow: UnitOfWork, client: str) -> tuple[dict[str, bytes], frozenset[str]]:
    (incident,) = uow.find(Incident)
    evidence = evidence_of(uow, incident, stream(uow, incident.id), pack_id=client)  # type: ignore[arg-type]
    return files_of(evidence), names_beside(uow, incident, client)


async def test_three_clients_with_one_cause_get_three_separate_files(tmp_path: Path) -> None:
    clients = {"kawabata-2026": "川端市", "tobu-2026": "東部商事", "konan-2026": NAME}
    packs = three_clients(tmp_path / "packs")
    async with told("socket", f"sqlite:///{tmp_path / 'hansho.sqlite'}", packs_dir=packs) as story:
        lead = story.lead
        await story.report(contracts=list(clients), summary=f"川端市、東部商事、{NAME}の資料が入ったPC")
        for name in clients.values():
            await reach(story, name)
            await issue(story, lead, "first", name, next_report="120m")
        for client, own in clients.items():
            files, names = await story.bot.program.store.read(pack_for, client)
            assert naming(files, names) == [], client
            assert check(files)
            documents = {name: body for name, body in files.items() if name.startswith("documents/")}
            assert len(documents) == 3
            read = "\n".join(
                [
                    *documents,
                    *(everything_in(body, DocumentFormat(name.rpartition(".")[2])) for name, body in documents.items()),
                ]
            )
            others = [other for other in clients.values() if other != own]
            assert own in read and not [other for other in others if other in read]
