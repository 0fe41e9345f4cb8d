"""Whether a pack is fit for use: desks filled, nothing REQUIRED left, people for every role, quotes found in the contract."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any, Literal

from bot.domain.calendars import years_known
from bot.domain.delivery import is_mail_address
from bot.packs.base import REQUIRED
from bot.packs.office import Office
from bot.packs.problems import Place, Problem, dotted
from bot.packs.schema import STARTS_IN_FORCE, Pack
from bot.packs.tree import Node

_PIECES = re.compile(r"…|／|\.\.\.")
Severity = Literal["error", "open"]
Finding = tuple[Place, str, str, Severity]


def check(
    pack: Pack, *, office: Office | None = None, tree: Node | None = None, folder: Path | None = None
) -> list[Problem]:
    """Return everything that keeps the pack from being used.

    What a draft may still lack (desks, people, REQUIRED) is `open` in a draft and an `error` once the status says active or
    ended: a pack only comes into force clean.

    Args:
        pack: the pack, whole.
        office: fills roles that the pack leaves out.
        tree: where the values stand; without it problems have line 0.
        folder: where `contract_text` is looked for.
    """
    unfinished: Severity = "error" if pack.status in STARTS_IN_FORCE else "open"
    findings = [
        *_left_open(pack, unfinished),
        *_desks(pack, unfinished),
        *_roles(pack, office, unfinished),
        *_notices(pack, office, folder, unfinished),
        *_languages(pack),
        *_years(pack),
        *_words(pack),
        *_quotes(pack, folder),
    ]
    return [_problem(tree, pack, finding) for finding in findings]


def _problem(tree: Node | None, pack: Pack, finding: Finding) -> Problem:
    place, message, hint, severity = finding
    if tree is None:
        return Problem(pack.id, 0, 0, dotted(place), message, hint, severity)
    node = tree.at(place)
    return Problem(node.file, node.line, node.column, dotted(place), message, hint, severity)


def _left_open(pack: Pack, severity: Severity) -> Iterator[Finding]:
    if REQUIRED not in pack.model_dump_json(by_alias=True):
        return
    body = pack.model_dump(mode="json", by_alias=True)
    # both languages of one text are one thing to write
    for place in dict.fromkeys(path[:-1] if path[-1] in {"ja", "en"} else path for path in _required(body, ())):
        yield place, f"{REQUIRED} is left", _how(pack, place), severity


def _how(pack: Pack, place: Place) -> str:
    """How to write what is left, by where it stands."""
    if place[0] == "term":
        return "write a day, for example 2026-04-01"
    if "gate" in place:
        return "write what needs it: take_out, copy, subcontract, tell_third_party ..."
    value: Any = pack.model_dump(by_alias=True)
    for part in place:
        value = value[part]
    if not isinstance(value, dict):
        return "write the real value"
    left = [language for language, words in value.items() if words == REQUIRED]
    return f"write its {left[0]}" if len(left) == 1 else "write {ja: ..., en: ...}"


def _required(value: Any, path: Place) -> Iterator[Place]:
    if value == REQUIRED:
        yield path
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from _required(inner, (*path, key))
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from _required(inner, (*path, number))


def _desks(pack: Pack, severity: Severity) -> Iterator[Finding]:
    for name, desk in pack.contacts.items():
        if not desk.required:
            continue
        for slot in desk.slots:
            place: Place = ("contacts", name, "people", slot)
            contact = desk.people.get(slot)
            if contact is None or not contact.name:
                hint = f'write {slot}: {{name: ..., phone: "03-...", email: ...}}; or take {slot} out of its slots'
                yield place, f"the desk {name} has nobody as {slot}", hint, severity
            elif contact.email and not is_mail_address(contact.email):
                message = f"{contact.email} is no address a mail can go to"
                yield place, message, "write it as name@host.domain", severity
            elif not contact.phone and not contact.email:
                message = f"{contact.name} of the desk {name} cannot be reached"
                yield place, message, "write a phone or an email", severity


def _roles(pack: Pack, office: Office | None, severity: Severity) -> Iterator[Finding]:
    missing: dict[str, int] = {}
    for number, step in enumerate(pack.escalate.internal):
        roles = {role.value: people for role, people in pack.people.items()}
        ours = {role.value: people for role, people in office.roles.items()} if office else {}
        if not roles.get(step.who) and not ours.get(step.who):
            missing.setdefault(step.who, number)
    for role, number in missing.items():
        hint = f"write people: {{{role}: [U...]}}, here or as roles in the office file"
        yield ("escalate", "internal", number), f"nobody has the role {role}, which the ladder rings", hint, severity


def _notices(pack: Pack, office: Office | None, folder: Path | None, severity: Severity) -> Iterator[Finding]:
    role, form = pack.notices.approval, pack.notices.form
    if role is not None and not pack.people.get(role) and not (office and office.roles.get(role)):
        hint = f"write people: {{{role}: [U...]}}, here or as roles in the office file"
        yield ("notices", "approval"), f"nobody has the role {role}, whose approval a report needs", hint, severity
    if form and folder is not None and not (folder / form).is_file():
        yield ("notices", "form"), f"{form} is not in the pack's folder", "put the client's Word form there", "error"


def _languages(pack: Pack) -> Iterator[Finding]:
    for list_name, number, rule in pack.rules():
        for language in ("ja", "en"):
            if not getattr(rule.summary, language):
                place: Place = (list_name, number, "summary")
                yield place, f"the summary of {rule.id} has no {language}", "write summary: {ja: ..., en: ...}", "error"
    for language in ("ja", "en"):
        if not getattr(pack.title, language):
            yield ("title",), f"the title has no {language}", "write title: {ja: ..., en: ...}", "error"
    for number, doubt in enumerate(pack.doubts):
        if not doubt.ja or not doubt.en:
            yield ("doubts", number), "this doubt lacks a language", "write {ja: ..., en: ...}", "error"


def _years(pack: Pack) -> Iterator[Finding]:
    """A day of the term beyond the holiday tables: a clock near it would have to guess which days are worked."""
    known = years_known(pack.calendar.days)
    if known is None:
        return
    for name in ("start", "end", "completed_on", "ended_on"):
        day = getattr(pack.term, name)
        if isinstance(day, date) and not known[0] <= day.year <= known[1]:
            message = (
                f"the holidays of {pack.calendar.days} are known from {known[0]} to {known[1]}, not for {day.year}"
            )
            yield ("term", name), message, "check the year; for a term without an end leave it out", "error"


def _words(pack: Pack) -> Iterator[Finding]:
    """A notice without a deadline needs the team's own target, or nothing would ever ring."""
    for number, duty in enumerate(pack.duties):
        if duty.type != "notice" or duty.clock is None or duty.clock.is_hard:
            continue
        spec = pack.clock_spec(duty)
        if spec.target is None and duty.clock.limit is None:
            place: Place = ("duties", number, "clock")
            word = duty.clock.word or "its word"
            hint = f"write urgency: {{{word}: {{target: PT4H, alarm: PT24H}}}}"
            yield place, f"no team target says how fast {word} is", hint, "error"


def _quotes(pack: Pack, folder: Path | None) -> Iterator[Finding]:
    quoted = [(list_name, number, rule) for list_name, number, rule in pack.rules() if rule.quote]
    if pack.contract_text and folder is not None:
        text, failed = _contract(folder, pack.contract_text)
        if failed:
            yield ("contract_text",), failed, "put the contract's text beside the pack, as UTF-8", "error"
            return
    elif quoted:
        list_name, number, rule = quoted[0]
        place: Place = (list_name, number, "quote")
        yield place, f"{rule.id} quotes a contract that is not here", "write contract_text: contract.txt", "error"
        return
    else:
        return
    for list_name, number, rule in quoted:
        for piece in _PIECES.split(rule.quote):
            if _bare(piece) and _bare(piece) not in text:
                shown = piece.strip()[:40]
                place = (list_name, number, "quote")
                yield (
                    place,
                    f"not found in {pack.contract_text}: {shown}",
                    "copy the contract's sentence exactly",
                    "error",
                )


def _contract(folder: Path, name: str) -> tuple[str, str]:
    """Return the contract's text for searching, or why there is none."""
    path = folder / name
    try:
        return _bare(path.read_bytes().decode("utf-8-sig")), ""
    except OSError as error:
        return "", f"{name} cannot be read: {error.strerror or error}"
    except ValueError:
        return "", f"{name} is not UTF-8"


def _bare(text: str) -> str:
    """Return the text as the search compares it: compatibility forms unified (NFKC), no spaces, no line ends."""
    together = "".join(unicodedata.normalize("NFKC", text).split())
    return unicodedata.normalize("NFKC", together)  # a mark may now stand behind the letter it belongs to
