"""What contracts do that the usual forms do not: name their sides, give two numbers, break off at "shall:", run overleaf."""

from __future__ import annotations

from pathlib import Path

import docx
import pytest
import typst

from bot.contracts import Kind, draft, read_contract, read_file
from bot.contracts.clauses import split
from bot.contracts.numerals import Limit, era_dates, numeric_limit, numeric_limits
from bot.contracts.sources import Line, Text
from bot.packs.loader import load_pack

HERE = Path(__file__).parent / "texts"
ENOUGH = "この契約は、当事者のあいだで情報を守るために結ぶものである。"


def read(*lines):
    return read_contract(Text(tuple(Line(number, text) for number, text in enumerate(lines, start=1)), "text"))


def loaded(tmp_path, name):
    made = draft(read_contract(read_file(HERE / name)), pack_id="drafted", source=name)
    (tmp_path / "drafted.yaml").write_text(made.yaml, encoding="utf-8")
    (tmp_path / "drafted.contract.txt").write_text(made.contract_text, encoding="utf-8")
    return made, load_pack(tmp_path / "drafted.yaml")


@pytest.mark.parametrize(
    ("name", "client", "contractor"),
    [
        ("nda-ja.txt", "開示者", "受領者"),
        ("sla-ja.txt", "利用者", "提供者"),
        ("insurance-ja.txt", "当会社", "被保険者"),
        ("municipal-ja.txt", "発注者", "受注者"),
        ("hosting-ja.txt", "委託者", "受託者"),
        ("dpa-en.txt", "Controller", "Processor"),
        ("msa-en.txt", "Customer", "Supplier"),
    ],
)
def test_a_contract_s_own_names_for_its_sides_are_learnt(tmp_path, name, client, contractor):
    made, pack = loaded(tmp_path, name)
    assert [problem for problem in pack.problems if problem.severity == "error"] == []
    assert (pack.pack.parties.client.label, pack.pack.parties.contractor.label) == (client, contractor)
    assert made.unclear == 0


def test_names_nobody_heard_before_are_read_as_the_usual_ones():
    said = [
        "{u}は、事故を知ったときは、直ちに{t}に報告しなければならない。",
        "{u}は、{t}の承諾なしに再委託してはならない。",
        "{t}は、立入検査を行うことができる。",
    ]
    usual, own = (
        [(one.kind, one.limit) for one in read(ENOUGH, *(line.format(u=u, t=t) for line in said)).found]
        for u, t in (("乙", "甲"), ("鍵番", "館主"))
    )
    assert own == usual and len(own) == 3


def test_an_insurer_s_and_an_insured_s_english_names_too():
    said = [
        "The Insured shall notify the Insurer of any incident within 24 hours.",
        "The Insured shall not incur costs without the consent of the Insurer.",
        "The Insurer may inspect the premises of the Insured.",
    ]
    assert [(one.kind, one.limit.duration) for one in read(*said).found] == [
        (Kind.NOTICE, "PT24H"), (Kind.CONSENT, ""), (Kind.SURVEY, ""),
    ]  # fmt: skip


def test_of_two_numbers_the_shorter_counts_and_the_other_is_named():
    made, _ = read("1. x"), None
    (found,) = read(
        ENOUGH, "第1条 乙は、事故のときは、営業時間外は60分以内、営業時間内は30分以内に甲に連絡するものとする。"
    ).found
    assert (found.limit.duration, [one.duration for one in found.others]) == ("PT30M", ["PT60M"])
    assert made is not None
    text = "第1条 乙は、事故のときは、60分以内又は30分以内に甲に連絡するものとする。"
    whole = draft(read(ENOUGH, text), pack_id="two", source="x").yaml
    assert "also a number of this sentence: 60分以内 = PT60M" in whole


def test_a_day_of_a_month_is_no_length_of_time():
    assert numeric_limit("結果を翌月10日までに報告する。") is None
    assert numeric_limit("令和8年3月31日まで有効とする。") is None
    assert numeric_limit("着手の5日前までに届け出る。") == Limit("5日前までに", "P5D", "calendar", before=True)
    assert [one.duration for one in numeric_limits("within four (4) hours and within one (1) Business Day")] == [
        "PT4H",
        "P1BD",
    ]


def test_two_notices_of_one_clause_are_two_entries_and_other_sentences_are_named():
    found = [
        one
        for one in read(
            ENOUGH,
            "第1条 乙は、事故を知ったときは、1時間以内に甲に連絡しなければならない。乙は、24時間以内に書面で甲に報告しなければならない。乙は、事故の経過を甲に報告しなければならない。",
        ).found
        if one.kind is Kind.NOTICE
    ]
    assert [one.limit.duration for one in found] == ["PT1H", "PT24H"]
    assert [said for one in found for said in one.also] == ["乙は、事故の経過を甲に報告しなければならない。"]


def test_items_after_shall_are_read_as_going_on_from_it_and_cited_level_by_level():
    found = {
        one.cite: (one.kind, one.limit.duration)
        for one in read_contract(read_file(HERE / "msa-en.txt")).found
        if "(b)(" in one.cite
    }
    assert found["12.3(b)(i)"] == (Kind.CONTAIN, "") and found["12.3(b)(iii)"] == (Kind.CONTAIN, "")
    cites = [clause.cite for clause in split(read_file(HERE / "msa-en.txt"))]
    assert cites[cites.index("12.3(b)(iv)") + 1] == "12.3(c)", "after the inner list the outer one goes on"


def test_a_letter_i_is_a_letter_among_letters():
    lines = ["1. The Supplier shall:", *(f"({sign}) keep record {sign};" for sign in "abcdefghij")]
    assert [clause.cite for clause in split(Text(tuple(Line(n, t) for n, t in enumerate(lines, start=1)), "text"))][
        -2:
    ] == ["1(i)", "1(j)"]


def test_a_report_owed_after_the_first_notice_is_started_by_it(tmp_path):
    _, pack = loaded(tmp_path, "nda-ja.txt")
    duties = {duty.id: duty for duty in pack.pack.duties}
    assert duties["notice-1"].then == ("follow-1",)
    assert (duties["follow-1"].type, duties["follow-1"].clock.limit, duties["follow-1"].when) == (
        "deliver",
        "P3BD",
        {"spawned": True},
    )
    assert duties["notice-1"].summary.en.endswith("(within 24 hours)")


def test_a_prohibition_to_tell_is_a_consent_and_no_notice():
    (found,) = [one for one in read_contract(read_file(HERE / "dpa-en.txt")).found if one.cite == "4.4"]
    assert found.kind is Kind.CONSENT


def test_a_number_in_a_sentence_nobody_understands_is_listed():
    (unclear,) = read(ENOUGH, "第1条 鐘は、正午の後10分以内に鳴る。").unclear
    assert (unclear.cite, unclear.line) == ("第1条", 2)


def test_duties_in_a_table_are_read_or_listed_and_never_lost(tmp_path):
    document = docx.Document()
    for line in (ENOUGH, "第1条（事故の連絡） 乙は、次の表により、事故を甲に連絡しなければならない。"):
        document.add_paragraph(line)
    table = document.add_table(rows=0, cols=3)
    rows = (("区分", "期限", "方法"), ("重大な事故", "30分以内", "電話"), ("その他の事故", "２４時間以内", "書面"))
    for row in rows:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    document.save(str(tmp_path / "table.docx"))
    reading = read_contract(read_file(tmp_path / "table.docx"))
    numbers = [limit for one in reading.found for limit in (one.limit, *one.others)]
    numbers += [limit for one in reading.unclear for limit in numeric_limits(one.sentence)]
    told = [limit.duration for limit in numbers]
    assert {"PT30M", "PT24H"} <= set(told)


PAGES = """#set page(width: 90mm, height: 46mm, header: [秘密保持契約書 見本電機], footer: context [#align(center)[- #counter(page).display() -]])
#set text(font: "Noto Sans CJK JP", size: 9pt)
この契約は、当事者のあいだで情報を守るために結ぶものである。\\
第1条　乙は、従事者を教育しなければならない。\\
第2条　乙は、資料を厳重に管理しなければならない。\\
第3条　乙は、資料の管理に当たる者を定めなければならない。\\
第4条　乙は、事故又はそのおそれを知ったときは、その日時、場所、内容、対象となった情報の種類及び件数、講じた措置並びに今後の予定を、
速やかに取りまとめた上、知った時から六十分以内に甲の窓口に電話で報告し、その指示に従わなければならない。\\
第5条　乙は、令和7年4月1日から令和8年3月31日までの期間、この契約を守らなければならない。\\
第6条　乙は、毎年、研修を行わなければならない。
"""


def test_a_clause_that_runs_overleaf_is_one_and_its_quote_is_found(tmp_path):
    path = tmp_path / "pages.pdf"
    path.write_bytes(typst.compile(PAGES.encode()))
    text = read_file(path)
    clause = next(clause for clause in split(text) if clause.cite == "第4条")
    pages = {line.page for line in text.lines if clause.line <= line.number <= clause.last_line}
    assert len(pages) == 2, "it begins on one page and ends on the next"
    assert not [line.text for line in text.lines if "- 2 -" in line.text or "見本電機" in line.text]
    found = [one for one in read_contract(text).found if one.kind is Kind.NOTICE]
    assert [(one.cite, one.limit.duration) for one in found] == [("第4条", "PT60M")]
    assert found[0].sentence.startswith("乙は、事故又は") and found[0].sentence.endswith("従わなければならない。")
    made = draft(read_contract(text), pack_id="pages", source="pages.pdf")
    (tmp_path / "pages.yaml").write_text(made.yaml, encoding="utf-8")
    (tmp_path / "pages.contract.txt").write_text(made.contract_text, encoding="utf-8")
    pack = load_pack(tmp_path / "pages.yaml")
    assert [problem for problem in pack.problems if problem.severity == "error"] == []
    assert (str(pack.pack.term.start), str(pack.pack.term.end)) == ("2025-04-01", "2026-03-31"), "eras are read"


def test_every_date_of_a_sentence_is_found_in_any_spelling():
    assert [day.isoformat() for day in era_dates("令和７年４月１日から令和八年三月三十一日まで、2026-05-01、平成元年1月8日")] == [
        "2025-04-01", "2026-03-31", "2026-05-01", "1989-01-08",
    ]  # fmt: skip


def test_clauses_that_look_alike_from_page_to_page_are_no_headings(tmp_path):
    """Forty clauses that differ by their number alone, on pages with a heading: every one is read."""
    clauses = "\\\n".join(
        f"第{n}条　乙は、事故を知ったときは、六十分以内に甲に報告しなければならない。" for n in range(1, 41)
    )
    head = "#set page(width: 100mm, height: 80mm, header: [見本契約書], footer: context [#counter(page).display()])\n"
    path = tmp_path / "alike.pdf"
    path.write_bytes(typst.compile((head + '#set text(font: "Noto Sans CJK JP", size: 9pt)\n' + clauses).encode()))
    text = read_file(path)
    assert max(line.page for line in text.lines) > 2
    assert not [line.text for line in text.lines if "見本契約書" in line.text]
    assert [one.cite for one in read_contract(text).found] == [f"第{n}条" for n in range(1, 41)]
