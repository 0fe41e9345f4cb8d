"""What the documents name is there, and what the program has is named: links, commands, settings, metrics, events, notices."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import typer
from prometheus_client import REGISTRY

import bot.audit.auditor
import bot.engine.metrics
from bot.audit.invariants import INVARIANTS
from bot.cli import app
from bot.engine import events
from bot.exits import Exit
from bot.settings import Settings
from bot.views.texts_notes import TEXTS

ROOT = Path(__file__).resolve().parents[2]
DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
RUNBOOK = (ROOT / "docs" / "runbook.md").read_text(encoding="utf-8")
PRACTICE_ONLY = {"HANSHO_CLOCK_FILE"}
"""Never to be set in production, so not offered."""

LINK = re.compile(r"\]\(([^()\s]+)\)")
COMMAND = re.compile(r"(?:^|[\s/])hansho((?: [a-z]+)+)")
NOT_OURS = re.compile(r"systemctl|useradd|install |docker")
"""Lines in which the word is a user, a service or an image."""


def named(document: Path) -> str:
    return document.relative_to(ROOT).as_posix()


def slugs(text: str) -> set[str]:
    """The anchors a Markdown page offers: its headings in lower case, spaces as hyphens, other signs dropped."""
    headings = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("document", DOCUMENTS, ids=named)
def test_every_link_leads_somewhere(document):
    text = document.read_text(encoding="utf-8")
    broken = []
    for link in LINK.findall(text):
        if re.match(r"[a-z]+:", link):
            continue
        path, _, anchor = link.partition("#")
        target = (document.parent / path) if path else document
        if not target.exists() or (anchor and anchor not in slugs(target.read_text(encoding="utf-8"))):
            broken.append(link)
    assert broken == []


def commands() -> dict[str, set[str]]:
    """The command line: each word and, for groups, the words below it."""
    top = typer.main.get_command(app)
    assert hasattr(top, "commands")
    return {name: set(getattr(command, "commands", {})) for name, command in top.commands.items()}


def code_of(text: str) -> str:
    """Only what is set as code: fenced, indented or between backticks, one piece a line."""
    fenced = re.findall(r"^```.*?\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    indented = re.findall(r"^    (.+)$", text, re.MULTILINE)
    inline = re.findall(r"(?<!`)`([^`\n]+)`(?!`)", text)
    return "\n".join([*fenced, *indented, *inline])


@pytest.mark.parametrize("document", DOCUMENTS, ids=named)
def test_every_command_named_exists(document):
    known = commands()
    unknown = []
    for line in code_of(document.read_text(encoding="utf-8")).splitlines():
        for found in [] if NOT_OURS.search(line) else COMMAND.findall(line.split("#")[0]):
            words = found.split()
            below = known.get(words[0])
            if below is None or (below and (len(words) < 2 or words[1] not in below)):
                unknown.append(line)
    assert unknown == []


def test_the_command_check_would_notice():
    assert {"run", "doctor", "packs"} <= set(commands())
    assert commands()["packs"] == {"check", "diff", "new", "show", "try"}


def test_the_example_settings_are_the_settings():
    example = (ROOT / ".env.example").read_text(encoding="utf-8")
    offered = set(re.findall(r"^([A-Z_]+)=", example, re.MULTILINE))
    there = set()
    for name, field in Settings.model_fields.items():
        alias = getattr(field.validation_alias, "choices", None)
        there.add(str(alias[0]) if alias else name.upper())
    assert offered == there - PRACTICE_ONLY


def test_settings_named_in_the_runbook_exist():
    there = {name.upper() for name in Settings.model_fields} | PRACTICE_ONLY
    shaped = {word for word in re.findall(r"`([A-Z]+_[A-Z_]+)`", RUNBOOK) if not word.startswith("NEW_")}
    assert shaped <= there


def test_the_runbooks_metrics_are_the_programs():
    assert bot.audit.auditor and bot.engine.metrics
    ours = set()
    for metric in REGISTRY.collect():
        if metric.name.startswith("hansho_"):
            ours.add(f"{metric.name}_total" if metric.type == "counter" else metric.name)
    assert set(re.findall(r"\| `(hansho_\w+)` \|", RUNBOOK)) == ours


def logged() -> Iterator[str]:
    """Every event name the program logs."""
    yield from (value for name, value in vars(events).items() if name.isupper() and isinstance(value, str))
    for folder in ("bot", "handlers", "storage"):
        for file in (ROOT / folder).rglob("*.py"):
            for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
                if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.args):
                    continue
                owner, first = node.func.value, node.args[0]
                is_log = isinstance(owner, ast.Name) and owner.id == "log"
                if is_log and isinstance(first, ast.Constant) and isinstance(first.value, str):
                    yield first.value


def test_the_runbook_explains_every_log_event():
    section = RUNBOOK.partition("## Log events")[2].partition("\n## ")[0]
    rows = "\n".join(line.split("|")[1] for line in section.splitlines() if line.startswith("| `"))
    assert set(re.findall(r"`([a-z_.]+)`", rows)) == set(logged())


def test_the_runbook_says_what_to_do_about_every_notice_to_the_operators():
    notices = {key for key in TEXTS if key.startswith("operators.")} - {"operators.prefix"}
    section = RUNBOOK.partition("## When Hansho writes to you")[2].partition("\n## ")[0]
    assert set(re.findall(r"\| `(operators\.\w+)` \|", section)) == notices


def test_the_runbook_says_what_to_do_about_every_finding_of_the_auditor():
    audited = {one.name for one in INVARIANTS} | {"A0", "A6", "A8"}
    assert set(re.findall(r"^\| (A\d+) \|", RUNBOOK, re.MULTILINE)) == audited


def test_the_exit_codes_documented_are_those_there_are():
    text = (ROOT / "docs" / "exit-codes.md").read_text(encoding="utf-8")
    assert {int(code) for code in re.findall(r"^\| (\d+) \|", text, re.MULTILINE)} == {int(code) for code in Exit}
