"""The laws that come with Hansho: every row read, every clock reckoned by hand, and what switches each of them on."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.domain.calendars import Calendar
from bot.domain.clocks import times_of
from bot.packs.law_tables import TARGET, written
from bot.packs.lawbook import SHIPPED_LAWS, read_law, shipped_ids, shipped_law
from bot.packs.laws import LawPack, LawRule
from bot.packs.loader import DEMO, LoadedPack, load_directory, load_pack

JP, BRUSSELS, NEW_YORK = "Asia/Tokyo", "Europe/Brussels", "America/New_York"

HARD = {
    # (law, rule): zone, start, due; all reckoned by hand
    ("jp-appi", "final"): (JP, "2026-12-04 15:00", "2027-01-04 23:59"),  # day 30 is a Saturday in the new-year rest
    ("jp-mynumber", "final"): (JP, "2026-12-04 15:00", "2027-01-04 23:59"),
    ("jp-telecom", "detail"): (JP, "2026-12-04 15:00", "2027-01-02 23:59"),  # read the stricter way: never moved
    ("jp-fsa", "cause"): (JP, "2026-12-04 15:00", "2027-01-04 23:59"),
    ("jp-pmark", "report"): (JP, "2026-12-04 15:00", "2027-01-02 23:59"),
    ("eu-gdpr", "authority"): (BRUSSELS, "2026-11-20 18:00", "2026-11-23 18:00"),  # a weekend runs
    ("eu-nis2", "early-warning"): (BRUSSELS, "2026-11-20 18:00", "2026-11-21 18:00"),
    ("eu-nis2", "notification"): (BRUSSELS, "2026-11-20 18:00", "2026-11-23 18:00"),
    ("eu-nis2", "final"): (BRUSSELS, "2027-01-31 09:00", "2027-02-28 23:59"),
    ("eu-dora", "initial"): (BRUSSELS, "2026-11-20 20:00", "2026-11-21 00:00"),
    ("eu-dora", "intermediate"): (BRUSSELS, "2026-11-20 23:00", "2026-11-23 23:00"),
    ("eu-dora", "final"): (BRUSSELS, "2026-11-23 10:00", "2026-12-23 23:59"),
    ("eu-cra", "early-warning"): (BRUSSELS, "2026-11-20 18:00", "2026-11-21 18:00"),
    ("eu-cra", "notification"): (BRUSSELS, "2026-11-20 18:00", "2026-11-23 18:00"),
    ("eu-cra", "final-vulnerability"): (BRUSSELS, "2026-11-20 18:00", "2026-12-04 23:59"),
    ("eu-cra", "final-incident"): (BRUSSELS, "2026-11-20 18:00", "2026-12-20 23:59"),
    ("uk-gdpr", "authority"): ("Europe/London", "2026-03-27 18:00", "2026-03-30 19:00"),  # the clocks go forward
    ("ch-isa", "report"): ("Europe/Zurich", "2026-11-20 18:00", "2026-11-21 18:00"),
    ("us-sec", "filing"): (NEW_YORK, "2026-11-25 10:00", "2026-12-02 23:59"),  # Thanksgiving is skipped
    ("us-dfars", "report"): (NEW_YORK, "2026-11-24 09:00", "2026-11-27 09:00"),
    ("us-fedramp", "initial"): (NEW_YORK, "2026-11-20 23:30", "2026-11-21 00:30"),
    ("us-fedramp", "update"): (NEW_YORK, "2026-11-20 23:50", "2026-11-21 23:59"),
    ("us-hipaa", "covered-entity"): (NEW_YORK, "2026-11-20 15:00", "2027-01-19 23:59"),
    ("us-hipaa", "persons"): (NEW_YORK, "2026-11-20 15:00", "2027-01-19 23:59"),
    ("us-hipaa", "hhs"): (NEW_YORK, "2026-11-20 15:00", "2027-01-19 23:59"),
    ("us-bank", "regulator"): (NEW_YORK, "2026-10-31 20:00", "2026-11-02 07:00"),  # the clocks go back
    ("us-nydfs", "notice"): (NEW_YORK, "2026-11-20 15:00", "2026-11-23 15:00"),
    ("us-nydfs", "payment"): (NEW_YORK, "2026-11-20 15:00", "2026-11-21 15:00"),
    ("us-nydfs", "reasons"): (NEW_YORK, "2026-11-20 15:00", "2026-12-20 23:59"),
    ("us-ftc", "notice"): (NEW_YORK, "2026-11-20 15:00", "2026-12-20 23:59"),
    ("us-states", "california"): (NEW_YORK, "2026-11-20 15:00", "2026-12-20 23:59"),
    ("us-states", "california-ag"): (NEW_YORK, "2026-12-18 15:00", "2027-01-02 23:59"),
    ("us-states", "thirty-days"): (NEW_YORK, "2026-11-20 15:00", "2026-12-20 23:59"),
    ("us-states", "delaware"): (NEW_YORK, "2026-11-20 15:00", "2027-01-19 23:59"),
    ("pci", "initial-report"): (NEW_YORK, "2026-11-24 15:00", "2026-11-30 23:59"),
    ("pci", "accounts"): (NEW_YORK, "2026-11-24 15:00", "2026-12-09 23:59"),
    ("sg-pdpa", "commission"): ("Asia/Singapore", "2026-11-20 11:00", "2026-11-23 23:59"),
    ("kr-pipa", "persons"): ("Asia/Seoul", "2026-11-20 11:00", "2026-11-23 11:00"),
    ("kr-pipa", "authority"): ("Asia/Seoul", "2026-11-20 11:00", "2026-11-23 11:00"),
    ("kr-network", "report"): ("Asia/Seoul", "2026-11-20 11:00", "2026-11-21 11:00"),
    ("cn-report", "report"): ("Asia/Shanghai", "2026-11-20 22:00", "2026-11-21 02:00"),
    ("cn-report", "summary"): ("Asia/Shanghai", "2026-11-20 22:00", "2026-12-20 23:59"),
    ("cn-ciio", "report"): ("Asia/Shanghai", "2026-11-20 22:00", "2026-11-20 23:00"),
    ("cn-ciio", "summary"): ("Asia/Shanghai", "2026-11-20 22:00", "2026-12-20 23:59"),
    ("hk-ci", "serious"): ("Asia/Hong_Kong", "2026-11-20 22:00", "2026-11-21 10:00"),
    ("hk-ci", "other"): ("Asia/Hong_Kong", "2026-11-20 22:00", "2026-11-22 22:00"),
    ("au-ndb", "assessment"): ("Australia/Sydney", "2026-11-20 22:00", "2026-12-20 23:59"),
    ("au-soci", "significant"): ("Australia/Sydney", "2026-11-20 22:00", "2026-11-21 10:00"),
    ("au-soci", "other"): ("Australia/Sydney", "2026-11-20 22:00", "2026-11-23 22:00"),
    ("au-ransom", "payment"): ("Australia/Sydney", "2026-11-20 22:00", "2026-11-23 22:00"),
    ("in-certin", "report"): ("Asia/Kolkata", "2026-11-20 22:00", "2026-11-21 04:00"),
    ("in-dpdp", "details"): ("Asia/Kolkata", "2026-11-20 22:00", "2026-11-23 22:00"),
    ("th-pdpa", "authority"): ("Asia/Bangkok", "2026-11-20 22:00", "2026-11-23 22:00"),
    ("id-pdp", "authority"): ("Asia/Jakarta", "2026-11-20 22:00", "2026-11-23 22:00"),
    ("vn-pdp", "authority"): ("Asia/Ho_Chi_Minh", "2026-11-20 22:00", "2026-11-23 22:00"),
    ("br-lgpd", "authority"): ("America/Sao_Paulo", "2026-11-18 15:00", "2026-11-24 23:59"),  # 20 November is closed
}


def at(zone: str, wall: str) -> datetime:
    return datetime.fromisoformat(wall).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


def due(law: LawPack, rule: LawRule, start: datetime, cap_from: datetime | None = None, **facts: object) -> str:
    found = times_of(law.clock_spec(rule, facts), start, law.place, cap_from=cap_from).due_at
    assert found is not None
    return f"{found.astimezone(law.place.tz):%Y-%m-%d %H:%M}"


def test_every_deadline_of_every_law_stands_in_the_table_and_nothing_else() -> None:
    laws = [shipped_law(law_id) for law_id in shipped_ids()]
    assert {(law.id, rule.id) for law in laws for rule in law.rules if rule.clock.is_hard} == set(HARD)


@pytest.mark.parametrize(("law_id", "rule_id"), HARD)
def test_each_deadline_falls_where_it_was_reckoned_by_hand(law_id: str, rule_id: str) -> None:
    law = shipped_law(law_id)
    zone, start, expected = HARD[law_id, rule_id]
    assert law.calendar.tz == zone
    assert due(law, law.by_id[rule_id], at(zone, start), malicious="no") == expected


def test_an_attack_makes_thirty_days_sixty_only_once_it_is_known_to_be_one() -> None:
    law = shipped_law("jp-appi")
    final, known = law.by_id["final"], at(JP, "2026-12-04 15:00")
    assert due(law, final, known, malicious="yes") == "2027-02-01 23:59"
    assert due(law, final, known, malicious="suspected") == "2027-02-01 23:59"
    assert due(law, final, known, malicious="unknown") == "2027-01-04 23:59", "the shorter one until somebody knows"
    assert due(law, final, known) == "2027-01-04 23:59"


def test_dora_is_four_hours_from_the_classification_within_a_day_of_awareness_unless_that_day_is_over() -> None:
    law = shipped_law("eu-dora")
    initial, aware = law.by_id["initial"], at(BRUSSELS, "2026-11-19 10:00")
    assert due(law, initial, at(BRUSSELS, "2026-11-19 20:00"), aware) == "2026-11-20 00:00"
    assert due(law, initial, at(BRUSSELS, "2026-11-20 09:00"), aware) == "2026-11-20 10:00", "24 hours from awareness"
    assert due(law, initial, at(BRUSSELS, "2026-11-20 11:00"), aware) == "2026-11-20 15:00", (
        "classified too late for that"
    )


def test_doras_final_report_that_ends_on_a_weekend_is_due_at_noon_of_monday() -> None:
    law = shipped_law("eu-dora")
    assert due(law, law.by_id["final"], at(BRUSSELS, "2026-11-19 10:00")) == "2026-12-21 12:00"


def test_images_are_kept_ninety_days_from_the_report() -> None:
    rule = shipped_law("us-dfars").by_id["images"]
    assert (rule.keep, rule.clock.after, rule.to) == ("P90D", ("report",), "house")


@pytest.mark.parametrize("law_id", shipped_ids())
def test_a_shipped_law_reads_says_its_month_and_has_been_confirmed_by_nobody_yet(law_id: str) -> None:
    law, problems = read_law(SHIPPED_LAWS / f"{law_id}.yaml")
    assert problems == []
    assert law is not None
    assert law.id == law_id
    assert (law.as_of, law.confirmed_by) == ("2026-11", "")
    assert LawPack.from_canonical(law.canonical()) == law
    for rule in law.rules:
        assert rule.cite, rule.id
        assert rule.clock.limit or rule.clock.word.ja, "without a number there is the law's word"


def test_what_is_not_law_yet_or_not_known_well_enough_is_only_watched_and_says_why() -> None:
    watched = {law_id for law_id in shipped_ids() if shipped_law(law_id).standing == "watch"}
    assert watched == {
        "eu-digital-omnibus", "hk-pdpo", "jp-keyinfra", "tw-pdpa", "uk-csr", "us-circia", "us-far",
    }  # fmt: skip
    for law_id in watched:
        law = shipped_law(law_id)
        assert law.rules == () and law.why.ja and law.why.en


SCENARIOS = {
    "a Japanese processor of 1,200 persons is attacked": (
        {"regions": ["jp"], "our_role": "processor", "persons": 1200, "malicious": "yes", "encrypted_ok": "no"},
        {"jp-appi": {"entrustor", "prompt", "final", "persons"}, "eu-gdpr": set(), "jp-appi-public": {"feed"}},
    ),
    "900 persons, nobody wished ill": (
        {"regions": ["jp"], "our_role": "controller", "persons": 900, "malicious": "no", "encrypted_ok": "no"},
        {"jp-appi": set(), "jp-appi-public": {"feed"}, "jp-pmark": {"report"}},
    ),
    "one person, but a wrongful purpose": (
        {"regions": ["jp"], "our_role": "controller", "persons": 1, "malicious": "suspected", "encrypted_ok": "no"},
        {"jp-appi": {"prompt", "final", "persons"}},
    ),
    "well encrypted, the key safe": (
        {
            "regions": ["jp", "eu"],
            "our_role": "controller",
            "persons": 5000,
            "encrypted_ok": "yes",
            "harm_risk": "high",
        },
        {"jp-appi": set(), "eu-gdpr": {"authority"}},
    ),
    "a European controller at high risk": (
        {"regions": ["eu"], "our_role": "controller", "persons": 10, "encrypted_ok": "no", "harm_risk": "high"},
        {"eu-gdpr": {"authority", "persons"}, "jp-appi": set(), "uk-gdpr": set()},
    ),
    "no risk to anybody": (
        {"regions": ["eu", "uk"], "our_role": "controller", "persons": 10, "harm_risk": "none_likely"},
        {"eu-gdpr": set(), "uk-gdpr": set()},
    ),
    "held to be insignificant": (
        {"significant": "no", "event": ["malware"], "persons": 10},
        {
            "eu-nis2": set(),
            "eu-dora": set(),
            "us-sec": set(),
            "hk-ci": {"other"},
            "au-soci": {"other"},
            "cn-report": set(),
        },
    ),
    "nobody knows anything": (
        {"status": "unknown"},
        {
            "jp-appi": {"entrustor", "prompt", "final", "persons"},
            "eu-gdpr": {"authority", "controller", "persons"},
            "eu-nis2": {"early-warning", "notification", "final"},
            "us-fedramp": {"initial", "update", "final"},
        },
    ),
    "it only nearly happened": (
        {"status": "future_risk", "regions": ["jp", "eu", "us"], "persons": 5000},
        {"jp-appi": set(), "eu-gdpr": set(), "us-dfars": set(), "in-certin": set()},
    ),
}


@pytest.mark.parametrize("name", SCENARIOS)
def test_facts_switch_a_laws_duties_on(name: str) -> None:
    facts, expected = SCENARIOS[name]
    given = {"status": "occurred", "info_kind": ["personal"], "event": ["unauthorised_access"]} | facts
    if name == "nobody knows anything":
        given = {}
    found = {law_id: {one.rule.id for one in shipped_law(law_id).fired(given)} for law_id in expected}
    assert found == expected


@pytest.mark.parametrize(("persons", "fires"), [(1000, False), (1001, True), (None, True)])
def test_the_threshold_of_the_japanese_law_is_more_than_a_thousand_and_an_unknown_number_is_more(
    persons: int | None, fires: bool
) -> None:
    facts = {
        "status": "occurred", "info_kind": ["personal"], "regions": ["jp"], "our_role": "controller", "malicious": "no",
        "encrypted_ok": "no", "persons": persons,
    }  # fmt: skip
    assert bool(shipped_law("jp-appi").fired(facts)) is fires


def test_the_nine_items_are_nine_and_one_may_stay_empty() -> None:
    for law_id in ("jp-appi", "jp-mynumber"):
        rule = shipped_law(law_id).by_id["entrustor"]
        assert len(rule.content) == 9
        assert [item.id for item in rule.content if item.allow_empty] == ["other_matters"]
        assert rule.discharges == ("prompt", "final", "persons")


def test_the_document_holds_the_table_of_today() -> None:
    document = TARGET.read_text(encoding="utf-8")
    assert written(document) == document, "python -m bot.packs.law_tables"
    for law_id in shipped_ids():
        assert f"| `{law_id}` " in document


# -- switching on


def folder_with(tmp_path: Path, office: str = "", **files: str) -> Path:
    folder = tmp_path / "packs"
    folder.mkdir()
    for path in DEMO.glob("*.yaml"):
        folder.joinpath(path.name).write_text(path.read_text(encoding="utf-8"), encoding="utf-8")
    with folder.joinpath("office.yaml").open("a", encoding="utf-8") as file:
        file.write(office)
    for name, words in files.items():
        folder.joinpath(f"{name}.yaml").write_text(words, encoding="utf-8")
    return folder


def test_laws_are_off_until_they_are_named(tmp_path: Path) -> None:
    assert load_directory(DEMO).laws == {}
    loaded = load_directory(folder_with(tmp_path, "laws: [jp-appi, eu-gdpr]\n"))
    assert loaded.errors == ()
    assert set(loaded.laws) == {"jp-appi", "eu-gdpr"}


def test_a_contracts_pack_switches_its_law_on(tmp_path: Path) -> None:
    folder = folder_with(tmp_path)
    with folder.joinpath("tobu.yaml").open("a", encoding="utf-8") as file:
        file.write("laws: [us-dfars]\n")
    assert set(load_directory(folder).laws) == {"us-dfars"}


@pytest.mark.parametrize(
    ("names", "message"),
    [
        ("jp-apii", "there is no law jp-apii"),
        ("us-circia", "us-circia is only watched and cannot run"),
        ("Jp", "is not allowed here"),
    ],
)
def test_a_law_that_is_not_there_or_cannot_run_is_refused_with_its_line(
    tmp_path: Path, names: str, message: str
) -> None:
    folder = folder_with(tmp_path, f"laws: [eu-gdpr, {names}]\n")
    (problem, *_) = load_directory(folder).errors
    assert message in problem.message
    lines = folder.joinpath("office.yaml").read_text(encoding="utf-8").splitlines()
    assert (Path(problem.file).name, lines[problem.line - 1][:5]) == ("office.yaml", "laws:")


def test_a_law_of_ones_own_lays_itself_on_a_shipped_one_and_takes_its_place(tmp_path: Path) -> None:
    own = (
        "schema: hansho/law-1\nid: eu-gdpr\nextends: eu-gdpr\nconfirmed_by: 見本法律事務所 2026-12-01\n"
        "rules: [{id: authority, clock: {limit: PT48H}}]\n"
    )
    loaded = load_directory(folder_with(tmp_path, "laws: [eu-gdpr]\n", own=own))
    assert loaded.errors == ()
    law = loaded.laws["eu-gdpr"]
    assert (law.confirmed_by, law.by_id["authority"].clock.limit, len(law.rules)) == (
        "見本法律事務所 2026-12-01",
        "PT48H",
        3,
    )
    assert "own" not in loaded.packs


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ("rules: [{id: authority, clock: {limit: three days}}]", "three days is not a duration"),
        ("rules: [{id: authority, clock: {after: [controler]}}]", "controler is no rule of this law"),
        ("rules: [{id: authority, when: {all: [{overdue: x}]}}]", "overdue is an event of a contract"),
        ("rules: [{id: authority, when: {all: [{regionen: [eu]}]}}]", "regionen is not a fact"),
        ("calendar: {days: jp-businesss}", "jp-businesss is not a calendar"),
        ("standing: watch", "says why"),
        (
            "rules: [{id: extra, to: authority, recipient: {ja: x, en: x}, summary: {ja: x, en: x}, clock: {}}]",
            "how fast",
        ),
        ("rules: [{id: authority, summary: {en: ''}}]", "this has no en"),
        ("limitt: 3", "limitt is not a field here"),
    ],
)
def test_a_law_with_a_fault_is_refused_with_what_is_wrong(tmp_path: Path, change: str, message: str) -> None:
    path = tmp_path / "own.yaml"
    path.write_text(f"schema: hansho/law-1\nid: own\nextends: eu-gdpr\n{change}\n", encoding="utf-8")
    law, problems = read_law(path)
    assert law is None
    assert message in str(problems[0]), [str(problem) for problem in problems]
    assert problems[0].line >= 1


# -- a cap in a contract


def test_a_cap_beside_a_word_is_a_deadline_of_the_contract_and_counts(tmp_path: Path) -> None:
    def with_clock(clock: str) -> LoadedPack:
        path = tmp_path / "own.yaml"
        path.write_text(
            f"schema: hansho/pack-1\nid: own\nextends: seed-003\nduties: [{{id: incident, clock: {clock}}}]\n",
            encoding="utf-8",
        )
        return load_pack(path)

    loaded = with_clock("{word: 速やかに, cap: P30D, kind: hard, count: calendar}")
    assert loaded.pack is not None, [str(problem) for problem in loaded.problems]
    rule = next(rule for rule in loaded.pack.duties if rule.id == "incident")
    times = times_of(loaded.pack.clock_spec(rule), at(JP, "2026-12-04 15:00"), Calendar("jp-business", JP))
    assert times.due_at is not None and times.target_at is not None
    assert f"{times.due_at.astimezone(ZoneInfo(JP)):%Y-%m-%d %H:%M}" == "2027-01-03 23:59"
    assert times.target_at < times.due_at, "the word keeps the team's target"
    soft = with_clock("{word: 速やかに, cap: P30D}")
    assert soft.pack is None
    assert "a limit with a number is a deadline" in str(soft.problems[0])
