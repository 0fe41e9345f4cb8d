"""`hansho packs new, diff, try` as people run them."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.cli import app
from bot.exits import Exit, StartRefused
from bot.packs.loader import SHIPPED, load_pack

TEXTS = Path(__file__).resolve().parents[1] / "contracts" / "texts"
RUN = CliRunner()


def hansho(*words):
    result = RUN.invoke(app, [str(word) for word in words], catch_exceptions=True)
    return result, result.exception if isinstance(result.exception, StartRefused) else None


def test_a_contract_becomes_a_draft_that_passes_the_check(tmp_path):
    shutil.copy(SHIPPED / "demo" / "office.yaml", tmp_path)
    made, refused = hansho("packs", "new", TEXTS / "hosting-ja.txt", "--id", "client-x", "--into", tmp_path)
    assert refused is None and made.exit_code == 0
    assert "client-x.yaml: 15 entries, 1 of them less than sure" in made.output
    assert "0 sentences not understood" in made.output
    checked, refused = hansho("packs", "check", "--packs", tmp_path, "--drafts")
    assert refused is None and "1 packs pass, 0 in force" in checked.output
    assert "REQUIRED is left" in checked.output


def test_a_draft_somebody_worked_on_is_not_written_over(tmp_path):
    (tmp_path / "client-x.yaml").write_text("mine", encoding="utf-8")
    _, refused = hansho("packs", "new", TEXTS / "supply-en.txt", "--id", "client-x", "--into", tmp_path)
    assert refused.code is Exit.BAD_INPUT and "--force" in str(refused)
    assert (tmp_path / "client-x.yaml").read_text(encoding="utf-8") == "mine"
    assert not (tmp_path / "client-x.contract.txt").exists()
    _, refused = hansho("packs", "new", TEXTS / "supply-en.txt", "--id", "client-x", "--into", tmp_path, "--force")
    assert refused is None and "schema: hansho/pack-1" in (tmp_path / "client-x.yaml").read_text(encoding="utf-8")


def test_the_contract_itself_is_never_written_over(tmp_path):
    contract = tmp_path / "deal.contract.txt"
    shutil.copy(TEXTS / "supply-en.txt", contract)
    _, refused = hansho("packs", "new", contract, "--id", "deal", "--into", tmp_path, "--force")
    assert refused.code is Exit.BAD_INPUT and "would be written over" in str(refused)
    assert contract.read_text(encoding="utf-8") == (TEXTS / "supply-en.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (("new", "nowhere.txt"), "cannot be read"),
        (("new", TEXTS / "supply-en.txt", "--id", "Bad Name"), "small letters, digits and hyphens"),
        (("diff", SHIPPED / "seed-001.yaml", "nowhere.yaml"), "cannot be read"),
        (("try", SHIPPED / "seed-001.yaml", "--at", "2026-12-31T23:40"), "write an instant with its zone"),
        (("try", SHIPPED / "seed-001.yaml", "--at", "tomorrow"), "write an instant with its zone"),
        (("try", SHIPPED / "seed-001.yaml", "--facts", "nowhere.yaml"), "cannot read nowhere.yaml"),
    ],
)
def test_bad_input_is_one_clear_line(tmp_path, monkeypatch, words, reason):
    monkeypatch.chdir(tmp_path)
    _, refused = hansho("packs", *words)
    assert refused is not None and refused.code is Exit.BAD_INPUT and reason in str(refused)


def test_a_trial_and_a_comparison_read_as_lines(tmp_path):
    facts = tmp_path / "facts.yaml"
    facts.write_text("status: suspected\nevent: [leak]\n", encoding="utf-8")
    tried, _ = hansho(
        "packs", "try", SHIPPED / "seed-002.yaml", "--facts", facts, "--at", "2026-12-31T23:40+09:00", "--locale", "en"
    )
    assert "2027-01-01 00:40 Fri  DUE  notify-60" in tried.output
    same, _ = hansho("packs", "diff", SHIPPED / "seed-002.yaml", SHIPPED / "seed-002.yaml")
    assert same.output == "They say the same.\n"


def test_a_law_is_listed_shown_and_tried_by_its_name(tmp_path):
    for path in (SHIPPED / "demo").glob("*.yaml"):
        shutil.copy(path, tmp_path)
    with (tmp_path / "office.yaml").open("a", encoding="utf-8") as office:
        office.write("laws: [jp-appi]\n")
    checked, refused = hansho("packs", "check", "--packs", tmp_path)
    assert refused is None and "2 packs pass, 2 in force, 1 laws switched on" in checked.output
    listed, _ = hansho("packs", "show", "--packs", tmp_path, "--locale", "en")
    assert "jp-appi  law, on  APPI" in listed.output
    assert "eu-gdpr  law, off  GDPR" in listed.output and "us-circia  law, watched only  CIRCIA" in listed.output
    shown, _ = hansho("packs", "show", "eu-dora", "--packs", tmp_path, "--locale", "en")
    assert "as understood 2026-11, have it confirmed by counsel" in shown.output
    assert "initial  from determined  PT4H; at most PT24H from aware" in shown.output
    assert "final  after intermediate, updated  P1M" in shown.output

    facts = tmp_path / "facts.txt"
    facts.write_text(
        "regions: [jp]\nour_role: controller\nmalicious: suspected\nencrypted_ok: 'no'\n", encoding="utf-8"
    )
    tried, refused = hansho(
        "packs", "try", "jp-appi", "--facts", facts, "--at", "2026-12-04T15:00+09:00", "--locale", "en"
    )
    assert refused is None
    assert "2027-02-01 23:59 Mon  DUE  final" in tried.output, "sixty days, since it may be an attack"
    assert "2026-12-06 23:59 Sun  team target  prompt" in tried.output
    assert "not known yet: status, info_kind" in tried.output


def test_what_is_only_watched_cannot_be_tried_and_an_unknown_law_is_refused(tmp_path):
    tried, refused = hansho("packs", "try", "us-circia", "--locale", "en")
    assert refused is None and "only watched and cannot run" in tried.output
    _, refused = hansho("packs", "try", "us-cirkia")
    assert refused.code is Exit.BAD_INPUT
    bad = tmp_path / "own.yaml"
    bad.write_text("schema: hansho/law-1\nid: own\nextends: eu-gdpr\nlimitt: 3\n", encoding="utf-8")
    _, refused = hansho("packs", "try", bad)
    assert refused.code is Exit.BAD_INPUT and "limitt is not a field here" in str(refused)


@pytest.mark.parametrize("locale", ["ja", "en"])
@pytest.mark.parametrize("number", range(5))
def test_show_lists_every_rule_of_every_kind_in_either_language(number, locale):
    pack = load_pack(SHIPPED / f"seed-00{number}.yaml").pack
    shown, refused = hansho("packs", "show", pack.id, "--packs", SHIPPED, "--locale", locale)
    assert refused is None
    lines = shown.output.splitlines()
    for _, _, rule in pack.rules():
        found = [line for line in lines if line.startswith(f"  {rule.id}  ")]
        assert len(found) == 1, rule.id
        assert ", ".join(rule.cite) in found[0] and getattr(rule.summary, locale) in found[0]
    for doubt in pack.doubts:
        assert getattr(doubt, locale) in shown.output
    for part in pack.survival:
        assert ", ".join(part.rules) in shown.output
    heads = [line for line in lines[1:] if not line.startswith("  ")]
    kinds = {kind for kind, _, _ in pack.rules()} | ({"survival"} if pack.survival else set()) | {"doubts"}
    assert len(heads) == len(kinds)
    if number == 2:
        assert any("60分以内 PT60M" in line for line in lines), "the contract's word and number"
        each = "そのつど" if locale == "ja" else "each time"
        assert any("laptop-out" in line and each in line for line in lines)


def filled(line):
    """What a person writes who only follows what the check prints; one line of it, without the file."""
    if "write {ja: ..., en: ...}" in line:
        return "{ja: 見本, en: Sample}"
    if "write a day" in line:
        return "2026-04-01" if "term.start" in line else "2028-03-31"
    if "write what needs it" in line:
        return "tell_third_party"
    return "法務部"


@pytest.mark.parametrize(
    "name", ["nda-ja.txt", "sla-ja.txt", "insurance-ja.txt", "municipal-ja.txt", "dpa-en.txt", "msa-en.txt"]
)
def test_following_only_what_the_check_prints_a_draft_comes_into_force(tmp_path, name):
    """Every REQUIRED is named with its place and how to write it; then the check says that it is whole and what is next."""
    shutil.copy(SHIPPED / "demo" / "office.yaml", tmp_path)
    hansho("packs", "new", TEXTS / name, "--id", "mine", "--into", tmp_path)
    draft = tmp_path / "mine.yaml"
    for _ in range(40):
        checked, refused = hansho("packs", "check", "--packs", tmp_path, "--drafts")
        assert refused is None
        left = [line.removeprefix(f"{draft}:") for line in checked.output.splitlines() if line.startswith(f"{draft}:")]
        if not left:
            break
        row, column = (int(part) for part in left[0].split(":")[:2])
        lines = draft.read_text(encoding="utf-8").splitlines()
        text = lines[row - 1]
        if "has nobody as" in left[0]:
            people = '{name: 見本 花, phone: "03-0000-0001"}'
            lines[row - 1] = text.replace("required: true", f"required: true, people: {{primary: {people}}}").replace(
                "primary, backup, after_hours", "primary"
            )
        else:
            place = text.index("REQUIRED", column - 1)
            lines[row - 1] = text[:place] + filled(left[0]) + text[place + len("REQUIRED") :]
        draft.write_text("\n".join(lines) + "\n", encoding="utf-8")
    assert "complete: mine; confirmed against the contract, write status: active" in checked.output
    draft.write_text(draft.read_text(encoding="utf-8").replace("status: draft", "status: active"), encoding="utf-8")
    checked, refused = hansho("packs", "check", "--packs", tmp_path)
    assert refused is None and "1 packs pass, 1 in force" in checked.output
    tried, refused = hansho("packs", "try", draft)
    assert refused is None and "rings  incident_lead" in tried.output, "the office beside it says who has a role"


@pytest.mark.parametrize("room", [0, 300, 2500])
@pytest.mark.parametrize("there", [False, True])
def test_a_full_disk_leaves_both_files_or_neither(tmp_path, room, there):
    """The system itself refuses to write on: a file may not grow beyond `room` bytes, as on a disk that is full."""
    names = ("deal.contract.txt", "deal.yaml")
    for name in names if there else ():
        (tmp_path / name).write_text(f"old {name}", encoding="utf-8")
    script = (
        "import resource, sys; from bot.cli import main;"
        f"resource.setrlimit(resource.RLIMIT_FSIZE, ({room}, {room}));"
        f"sys.argv = ['hansho', 'packs', 'new', {str(TEXTS / 'nda-ja.txt')!r}, '--id', 'deal', '--into', {str(tmp_path)!r}, '--force'];"
        "main()"
    )
    ran = subprocess.run([sys.executable, "-B", "-c", script], capture_output=True, text=True, check=False)
    assert ran.returncode == Exit.BAD_INPUT, ran.stderr
    assert "nothing was written or changed" in ran.stderr
    assert sorted(path.name for path in tmp_path.iterdir()) == (sorted(names) if there else [])
    for name in names if there else ():
        assert (tmp_path / name).read_text(encoding="utf-8") == f"old {name}"


@pytest.mark.parametrize("there", [False, True])
def test_a_name_that_cannot_be_changed_puts_the_other_file_back(tmp_path, there):
    """The draft's place is taken by a folder: the contract's text, already in its place, goes back to what it was."""
    beside = tmp_path / "deal.contract.txt"
    if there:
        beside.write_text("old", encoding="utf-8")
    (tmp_path / "deal.yaml").mkdir()
    _, refused = hansho("packs", "new", TEXTS / "nda-ja.txt", "--id", "deal", "--into", tmp_path, "--force")
    assert refused.code is Exit.BAD_INPUT and "nothing was written or changed" in str(refused)
    assert beside.exists() is there and (not there or beside.read_text(encoding="utf-8") == "old")
    assert sorted(path.name for path in tmp_path.iterdir()) == [*([beside.name] if there else []), "deal.yaml"]
