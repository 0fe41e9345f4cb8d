"""Every fault of a pack or office file is named with file, line and what to write instead. Nothing is ever raised."""

from __future__ import annotations

import shutil

import pytest

from bot.packs.loader import DEMO, SHIPPED, load_directory, load_pack, read_office
from bot.packs.office import OfficeRefused, load_office

GOOD = """\
schema: hansho/pack-1
id: mine
title: {ja: 契約, en: Contract}
lang: ja
status: active
parties:
  client: {label: 甲, kind: company, name: {ja: 川端, en: Kawabata}}
  contractor: {label: 乙, kind: company, name: {ja: 半鐘, en: Hansho}}
contacts:
  desk:
    label: 窓口
    required: true
    slots: [primary]
    people:
      primary: {name: 窓口 太郎, phone: "03-0000-0001"}
people:
  incident_lead: [U0SATO]
urgency:
  速やかに: {target: PT4H, alarm: PT24H}
escalate:
  internal: [[0m, incident_lead]]
  repeat: 5m
duties:
  - id: notify
    type: notice
    cite: ['3(1)']
    summary: {ja: 知らせる, en: Tell them}
    to: desk
    when: {status: [occurred, suspected]}
    clock: {word: 速やかに}
"""


def load(tmp_path, text, name="mine.yaml"):
    path = tmp_path / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path, load_pack(path)


def changed(old, new):
    assert GOOD.count(old) == 1, old
    return GOOD.replace(old, new)


def line_of(text, word):
    return text[: text.index(word)].count("\n") + 1


def test_the_pack_all_these_are_made_from_is_good(tmp_path):
    _, loaded = load(tmp_path, GOOD)
    assert loaded.problems == ()
    assert loaded.pack.in_force


# (what is replaced, by what, a word on the line that must be named, message, hint)
FAULTS = {
    "unknown fact": (
        "{status: [occurred",
        "{statsu: [occurred",
        "statsu",
        "statsu is not a fact",
        "did you mean status",
    ),
    "unknown answer": (
        "[occurred, suspected]",
        "[ocurred]",
        "ocurred",
        "ocurred is not an answer of status",
        "did you mean occurred",
    ),
    "bare yes": (
        "{status: [occurred, suspected]}",
        "{terms_broken: [yes, likely]}",
        "terms_broken",
        "yes without quotes",
        "write 'yes' in quotes",
    ),
    "bare No": (
        "{status: [occurred, suspected]}",
        "{ongoing: [No]}",
        "ongoing",
        "without quotes",
        "write 'no' in quotes",
    ),
    "truth value": (
        "{status: [occurred, suspected]}",
        "{ongoing: [true]}",
        "ongoing",
        "truth value",
        "write 'yes' in quotes",
    ),
    "facts side by side": (
        "[occurred, suspected]}",
        "[occurred], event: [leak]}",
        "event: [leak]",
        "exactly one",
        "join several: {all:",
    ),
    "nested unknown fact": (
        "    when: {status: [occurred, suspected]}\n",
        "    when:\n      all:\n        - {status: [occurred]}\n        - {any: [{persons_ovr: 3}]}\n",
        "persons_ovr",
        "persons_ovr is not a fact",
        "did you mean persons_over",
    ),
    "empty join": ("{status: [occurred, suspected]}", "{all: []}", "all: []", "needs a list", "write all: ["),
    "number as a fact": (
        "{status: [occurred, suspected]}",
        "{persons: [3]}",
        "persons",
        "persons is a number",
        "persons_over: 1000",
    ),
    "no number": (
        "{status: [occurred, suspected]}",
        "{persons_over: many}",
        "persons_over",
        "needs a number",
        "persons_over: 1000",
    ),
    "duration": ("PT4H", "4 hours", "4 hours", "4 hours is not a duration", "PT60M"),
    "duration of a clock": (
        "{word: 速やかに}",
        "{word: 60分以内, limit: 60min, kind: hard}",
        "60min",
        "60min is not a duration",
        "P30D",
    ),
    "delay": ("[[0m, incident_lead]]", "[[soon, incident_lead]]", "soon", "soon is not a delay", "write 0m, 5m or 1h"),
    "step of one": ("[[0m, incident_lead]]", "[[0m]]", "[[0m]]", "two parts", "[5m, duty_manager]"),
    "role": (
        "[[0m, incident_lead]]",
        "[[0m, incident_led]]",
        "incident_led]",
        "not a role",
        "did you mean incident_lead",
    ),
    "soft number": ("{word: 速やかに}", "{word: 60分以内, limit: PT60M}", "PT60M", "is a deadline", "kind: hard"),
    "hard word": ("{word: 速やかに}", "{word: 速やかに, kind: hard}", "kind: hard", "no deadline", "leave kind: soft"),
    "missing desk": ("to: desk", "to: dsek", "dsek", "there is no desk dsek", "did you mean desk"),
    "no desk named": ("    to: desk\n", "", "- id: notify", "a notice needs a desk", "write to: desk"),
    "unknown field": (
        "    cite: ['3(1)']",
        "    citation: ['3(1)']",
        "citation",
        "citation is not a field here",
        "did you mean cite",
    ),
    "missing field": ("lang: ja\n", "", "schema", "lang is missing", "write lang:"),
    "unquoted number": ("['3(1)']", "[9]", "cite", "9 is not a text", "write it in quotes: '9'"),
    "wrong choice": ("type: notice", "type: notise", "notise", "notise is not allowed here", "did you mean notice"),
    "list wanted": ("cite: ['3(1)']", "cite: third", "third", "must be a list", "write [...]"),
    "mapping wanted": (
        "{ja: 知らせる, en: Tell them}",
        "知らせる",
        "知らせる",
        "must be a mapping",
        "write name: value",
    ),
    "comma in a text": ("en: Tell them}", "en: Tell them, at once}", "at once", "is not a language", "in quotes"),
    "follow-up of nothing": (
        "    to: desk\n",
        "    to: desk\n    then: [folow]\n",
        "folow",
        "there is no rule folow",
        "write the id",
    ),
    "merged with nothing": (
        "    to: desk\n",
        "    to: desk\n    merge_with: [notfy]\n",
        "notfy",
        "there is no rule notfy",
        "did you mean notify",
    ),
    "survival of nothing": (
        "duties:\n",
        "survival:\n  - {rules: [notfy]}\nduties:\n",
        "notfy",
        "there is no rule notfy",
        "did you mean notify",
    ),
    "condition on nothing": (
        "{status: [occurred, suspected]}",
        "{any: [{status: [occurred]}, {overdue: notfy}]}",
        "overdue",
        "no rule notfy",
        "did you mean notify",
    ),
    "alias": (
        "duties:\n",
        "info_alias: {client_data: protected_info}\nduties:\n",
        "info_alias",
        "client_data is not an answer of info_kind",
        "one of protected_info",
    ),
    "definition": (
        "duties:\n",
        "incident_definition: {event: [leek]}\nduties:\n",
        "leek",
        "leek is not an answer of event",
        "did you mean leak",
    ),
    "a year beyond the holidays": (
        "duties:\n",
        "term: {start: 2026-04-01, end: 2250-03-31}\nduties:\n",
        "term",
        "not for 2250",
        "check the year",
    ),
    "calendar": ("duties:\n", "calendar: {days: moon}\nduties:\n", "moon", "moon is not a calendar", "jp-business"),
    "zone": ("duties:\n", "calendar: {tz: Asia/Edo}\nduties:\n", "Edo", "Asia/Edo is not a time zone", "Asia/Tokyo"),
    "day": ("duties:\n", "term: {start: next spring}\nduties:\n", "next spring", "next spring is not a", "2026-04-01"),
    "identifier": ("id: mine", "id: My Pack", "My Pack", "My Pack is not allowed here", "lower-case letters"),
    "schema": (
        "hansho/pack-1",
        "hansho/pack-9",
        "hansho/pack-9",
        "not a schema this version reads",
        "write schema: hansho/pack-1",
    ),
    "extends": ("id: mine", "id: mine\nextends: seed-02", "extends", "there is no pack seed-02", "seed-002"),
    "extends a path": ("id: mine", "id: mine\nextends: ../../etc/passwd", "extends", "there is no pack", "seed-002"),
    "word without target": ("word: 速やかに", "word: 遅滞なく", "遅滞なく", "no team target", "urgency: {遅滞なく:"),
    "language": (
        "summary: {ja: 知らせる, en: Tell them}",
        "summary: {ja: 知らせる}",
        "summary",
        "has no en",
        "summary: {ja: ..., en: ...}",
    ),
    "desk nobody": (
        '      primary: {name: 窓口 太郎, phone: "03-0000-0001"}\n',
        "      backup: {name: 控え}\n",
        "    people:",
        "nobody as primary",
        "primary: {name:",
    ),
    "desk without number": (
        ', phone: "03-0000-0001"',
        "",
        "primary: {name",
        "cannot be reached",
        "write a phone or an email",
    ),
    "an address that is none": (
        ', phone: "03-0000-0001"',
        ', email: "desk at kawabata"',
        "primary: {name",
        "no address a mail can go to",
        "name@host.domain",
    ),
    "nobody rings": (
        "  incident_lead: [U0SATO]",
        "  legal: [U0SATO]",
        "internal",
        "nobody has the role incident_lead",
        "people: {incident_lead:",
    ),
    "left REQUIRED": (
        "{ja: 川端, en: Kawabata}",
        "REQUIRED",
        "REQUIRED",
        "REQUIRED is left",
        "write {ja: ..., en: ...}",
    ),
    "client ladder": (
        "  repeat: 5m\n",
        "  repeat: 5m\n  client: [[0m, desc.primary.phone]]\n",
        "desc",
        "there is no desk desc",
        "desk.primary.phone",
    ),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_named_with_file_line_and_remedy(tmp_path, fault):
    old, new, word, message, hint = FAULTS[fault]
    text = changed(old, new)
    path, loaded = load(tmp_path, text)
    assert loaded.problems, fault
    problem = next((one for one in loaded.problems if message in one.message), None)
    assert problem is not None, loaded.problems
    assert problem.severity == "error"
    assert (problem.file, problem.line) == (str(path), line_of(text, word)), problem
    assert hint in problem.hint, problem
    assert str(problem).startswith(f"{path}:{problem.line}:{problem.column}:")


BROKEN = {
    "duplicate key": (changed("lang: ja\n", "lang: ja\nlang: en\n"), 5, "stands here twice", "keep one"),
    "tab": ("schema: hansho/pack-1\n\tid: mine\n", 2, "is not YAML", "spaces"),
    "bracket": (changed("[occurred, suspected]}", "[occurred, suspected}"), 29, "is not YAML", "brackets"),
    "colon": ("schema: hansho/pack-1\nid: a: b\n", 2, "is not YAML", "in quotes"),
    "alias": ("schema: hansho/pack-1\nid: *nowhere\n", 2, "is not YAML", "* or &"),
    "empty": ("", 1, "is empty", "schema: hansho/pack-1"),
    "only a comment": ("# nothing\n", 1, "is empty", "schema: hansho/pack-1"),
    "a list": ("- a\n- b\n", 1, "must be a mapping", "begin with schema"),
    "a word": ("hello\n", 1, "must be a mapping", "begin with schema"),
    "no schema": ("id: mine\n", 1, "schema is missing", "begin with schema"),
    "two documents": (GOOD + "---\nid: other\n", 31, "is not YAML", ""),
    "bad date": ("schema: hansho/pack-1\nterm: {start: 2026-13-45}\n", 1, "", ""),
    "itself": ("schema: &a\n  b: *a\n", 1, "this is not a schema", "write schema: hansho/pack-1"),
    "depth": ("a: " + "[" * 60 + "]" * 60, 1, "nested too deeply", "write every value out"),
    "not UTF-8": ("schema: hansho/pack-1\ntitle: 契約\n".encode("shift_jis"), 2, "is not UTF-8", "UTF-8"),
    "control characters": ("schema: hansho/pack-1\nid: \x00\x07\n", 2, "U+0000", "delete it"),
    "too large": ("#" * 1_000_001, 1, "larger than a megabyte", ""),
}


@pytest.mark.parametrize("fault", BROKEN)
def test_a_file_that_is_no_pack_is_named_and_never_a_traceback(tmp_path, fault):
    text, line, message, hint = BROKEN[fault]
    path, loaded = load(tmp_path, text)
    assert loaded.pack is None
    problem = loaded.problems[0]
    assert (problem.file, problem.line) == (str(path), line), problem
    assert message in problem.message and hint in problem.hint, problem


def test_laughing_aliases_are_refused_quickly(tmp_path):
    lines = ["schema: hansho/pack-1", "a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 9)]
    _, loaded = load(tmp_path, "\n".join(lines) + "\n")
    assert "nested too deeply or unfolds too far" in loaded.problems[0].message


def test_a_missing_file_and_a_folder_in_its_place_are_problems(tmp_path):
    assert "cannot be read" in load_pack(tmp_path / "none.yaml").problems[0].message
    (tmp_path / "folder.yaml").mkdir()
    assert "cannot be read" in load_pack(tmp_path / "folder.yaml").problems[0].message


def test_two_duties_of_one_id(tmp_path):
    text = GOOD + "  - {id: notify, type: answer, summary: {ja: a, en: b}, when: {request: documents}}\n"
    path, loaded = load(tmp_path, text)
    assert loaded.pack is None
    problem = loaded.problems[0]
    assert (problem.file, problem.line, problem.where) == (str(path), 31, "duties[1].id")
    assert "notify is already the id" in problem.message and "its own id" in problem.hint


def test_two_new_duties_of_one_id_on_top_of_another_pack(tmp_path):
    line = "  - {id: extra, type: answer, summary: {ja: a, en: b}, when: {request: documents}}\n"
    text = "schema: hansho/pack-1\nid: mine\nextends: seed-002\nduties:\n" + line + line
    path, loaded = load(tmp_path, text)
    assert [(one.file, one.line) for one in loaded.problems] == [(str(path), 6)]


def test_every_fault_of_a_file_is_told_at_once(tmp_path):
    text = (
        changed("PT4H", "4h!")
        .replace("to: desk", "to: 5")
        .replace("statsu", "status")
        .replace("[occurred, suspected]", "[perhaps]")
    )
    _, loaded = load(tmp_path, text)
    assert [problem.line for problem in loaded.problems] == [
        line_of(text, word) for word in ("4h!", "to: 5", "perhaps")
    ]


def test_a_pack_that_extends_itself(tmp_path):
    text = "schema: hansho/pack-1\nid: mine\nextends: mine\n"
    path, loaded = load(tmp_path, text)
    assert (loaded.problems[0].file, loaded.problems[0].line) == (str(path), 3)
    assert "extends itself" in loaded.problems[0].message


# -- laying one pack on another


OVER = """\
schema: hansho/pack-1
id: mine
extends: seed-002
urgency:
  直ちに: {target: PT10M}
escalate:
  internal: [[0m, legal]]
duties:
  - id: report-incident
    done_when: sent
  - id: extra
    type: answer
    summary: {ja: 追加, en: Extra}
    when: {request: documents}
"""


def test_mappings_merge_lists_replace_and_duties_merge_by_id(tmp_path):
    _, loaded = load(tmp_path, OVER)
    pack, base = loaded.pack, load_pack(SHIPPED / "seed-002.yaml").pack
    assert (pack.urgency["直ちに"].target, pack.urgency["直ちに"].alarm) == ("PT10M", "PT60M")
    assert pack.urgency["速やかに"] == base.urgency["速やかに"]
    assert [step.role for step in pack.escalate.internal] == ["legal"]
    assert pack.escalate.client == base.escalate.client
    assert [duty.id for duty in pack.duties] == [*(duty.id for duty in base.duties), "extra"]
    report = next(duty for duty in pack.duties if duty.id == "report-incident")
    before = next(duty for duty in base.duties if duty.id == "report-incident")
    assert report == before.model_copy(update={"done_when": "sent"})
    assert (pack.id, pack.extends, pack.status) == ("mine", "seed-002", "draft")


def test_a_fault_of_the_base_is_named_in_the_base(tmp_path):
    (tmp_path / "base.yaml").write_text(changed("PT4H", "soon"), encoding="utf-8")
    _, loaded = load(tmp_path, "schema: hansho/pack-1\nid: top\nextends: base\n", "top.yaml")
    assert (loaded.problems[0].file, loaded.problems[0].line) == (str(tmp_path / "base.yaml"), line_of(GOOD, "PT4H"))


def test_an_empty_desk_of_an_active_pack_is_named_where_the_user_writes(tmp_path):
    text = "schema: hansho/pack-1\nid: mine\nextends: seed-002\nstatus: active\ncontacts:\n  desk:\n    label: 課\n"
    path, loaded = load(tmp_path, text)
    desks = [problem for problem in loaded.problems if problem.where.startswith("contacts.desk.people")]
    assert len(desks) == 3
    assert {(problem.file, problem.line, problem.severity) for problem in desks} == {(str(path), 6, "error")}


# -- status


@pytest.mark.parametrize(
    ("status", "severity"), [("draft", "open"), ("reviewed", "open"), ("active", "error"), ("ended", "error")]
)
def test_a_draft_may_be_unfinished_a_pack_in_force_may_not(tmp_path, status, severity):
    _, loaded = load(tmp_path, changed("status: active", f"status: {status}").replace(', phone: "03-0000-0001"', ""))
    assert [problem.severity for problem in loaded.problems] == [severity]


# -- quotes


CONTRACT = (
    "第３条　甲又は乙は、事故が\n　発生した場合には、 すみやかに相手方へ 通知する。\nその内容は、日時及び概要とする。\n"
)


def quoted(tmp_path, quote, contract=CONTRACT):
    if contract is not None:
        (tmp_path / "contract.txt").write_text(contract, encoding="utf-8")
    text = changed("lang: ja\n", "lang: ja\ncontract_text: contract.txt\n").replace(
        "    to: desk\n", f"    to: desk\n    quote: {quote}\n"
    )
    path, loaded = load(tmp_path, text)
    return path, text, loaded


@pytest.mark.parametrize(
    "quote",
    [
        "事故が発生した場合には、すみやかに相手方へ通知する。",
        "第3条 甲又は乙は、…相手方へ通知する。",
        "甲又は乙は、事故が発生した場合には、／その内容は、日時及び概要とする。",
        "日時及び概要",
    ],
)
def test_a_quote_is_found_whatever_the_spaces_widths_and_gaps(tmp_path, quote):
    _, _, loaded = quoted(tmp_path, quote)
    assert loaded.problems == ()


def test_a_piece_that_the_contract_does_not_hold_is_shown(tmp_path):
    path, text, loaded = quoted(tmp_path, "事故が発生した場合には、…直ちに通知する。")
    problem = loaded.problems[0]
    assert (problem.file, problem.line) == (str(path), line_of(text, "quote:"))
    assert "not found in contract.txt: 直ちに通知する。" in problem.message
    assert "exactly" in problem.hint


def test_a_quote_needs_its_contract(tmp_path):
    path, text, loaded = quoted(tmp_path, "何か", contract=None)
    assert (loaded.problems[0].file, loaded.problems[0].line) == (str(path), line_of(text, "contract_text"))
    assert "cannot be read" in loaded.problems[0].message
    _, loaded = load(tmp_path, changed("    to: desk\n", "    to: desk\n    quote: 何か\n"))
    assert "quotes a contract that is not here" in loaded.problems[0].message


# -- folders and the office


def demo_copy(tmp_path):
    folder = tmp_path / "packs"
    shutil.copytree(DEMO, folder)
    return folder


def test_two_files_of_one_id_are_told_apart(tmp_path):
    folder = demo_copy(tmp_path)
    shutil.copy(folder / "kawabata.yaml", folder / "second.yaml")
    loaded = load_directory(folder)
    assert [(one.file, one.line, one.where) for one in loaded.errors] == [(str(folder / "second.yaml"), 3, "id")]
    assert "already the id of kawabata.yaml" in loaded.errors[0].message


def test_one_bad_pack_leaves_the_others_readable(tmp_path):
    folder = demo_copy(tmp_path)
    (folder / "bad.yaml").write_text("id: [", encoding="utf-8")
    loaded = load_directory(folder)
    assert set(loaded.in_force) == {"kawabata-2026", "tobu-2026"}
    assert loaded.office is not None
    assert [problem.file for problem in loaded.errors] == [str(folder / "bad.yaml")]


def test_roles_may_come_from_the_office(tmp_path):
    folder = demo_copy(tmp_path)
    pack = folder / "kawabata.yaml"
    pack.write_text(pack.read_text(encoding="utf-8").split("people:\n  incident_lead")[0], encoding="utf-8")
    assert load_directory(folder).errors == ()
    office = folder / "office.yaml"
    office.write_text(office.read_text(encoding="utf-8").replace("  executive: [U0OKADA]\n", ""), encoding="utf-8")
    assert [problem.message for problem in load_directory(folder).errors] == [
        "nobody has the role executive, which the ladder rings"
    ]


def test_a_folder_without_an_office_or_no_folder_at_all(tmp_path):
    assert "there is no office file" in load_directory(tmp_path).errors[0].message
    missing = load_directory(tmp_path / "none")
    assert "is not a folder" in missing.errors[0].message and "PACKS_DIR" in missing.errors[0].hint
    assert missing.office is None and missing.packs == {}


OFFICE_FAULTS = {
    "digest_at": ('digest_at: "09:00"', 'digest_at: "9 o\'clock"', "is not a time of day", '"09:00"'),
    "unquoted time": ('digest_at: "09:00"', "digest_at: 09:60:00", "is not a time of day", '"09:00"'),
    "timezone": ("timezone: Asia/Tokyo", "timezone: Tokyo", "is not a time zone", "Asia/Tokyo"),
    "calendar": ("calendar: jp-business", "calendar: busy", "is not a calendar", "jp-business"),
    "role": ("  legal: [U0LEE]", "  leagl: [U0LEE]", "leagl is not allowed here", "did you mean legal"),
    "field": ("callback:", "callbak:", "callbak is not a field here", "did you mean callback"),
    "language": ("language: ja", "language: jp", "jp is not allowed here", "one of ja, en"),
}


@pytest.mark.parametrize("fault", OFFICE_FAULTS)
def test_a_fault_of_the_office_file_is_named(tmp_path, fault):
    old, new, message, hint = OFFICE_FAULTS[fault]
    good = (DEMO / "office.yaml").read_text(encoding="utf-8")
    assert good.count(old) == 1
    path = tmp_path / "office.yaml"
    path.write_text(good.replace(old, new), encoding="utf-8")
    office, problems = read_office(path)
    assert office is None
    assert (problems[0].file, problems[0].line) == (str(path), line_of(good, old)), problems
    assert message in problems[0].message and hint in problems[0].hint, problems
    with pytest.raises(OfficeRefused, match=f"office.yaml:{problems[0].line}:"):
        load_office(path)


def test_the_demo_office_loads():
    assert load_office(DEMO / "office.yaml").name.ja == "株式会社ハンショウ商会（練習用）"
