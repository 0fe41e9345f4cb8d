"""The screens of the register: every kind, full and empty, with every gap there is, in the words somebody typed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import Any

from bot.domain.register import KINDS, RegisterKind
from bot.services.register_gaps import OF_TIERS
from bot.views import forms
from bot.views.pictures import BiText, Message, Reader
from bot.views.register_notes import expiry_note
from bot.views.register_pictures import (
    CallPicture,
    FilingPicture,
    GapPicture,
    RecordPicture,
    RegisterLine,
    RegisterPicture,
    SlotPicture,
    VersionPicture,
)

CODES = (
    *OF_TIERS, "missing", "expired", "expires", "desk_never", "desk_unanswered", "never_trained", "not_held", "undated", "unguarded",
)  # fmt: skip
_TYPED = {
    "line": None,
    "words": None,
    "person": "U0000000009",
    "day": "2026-11-24",
    "phone": "03-0000-0101",
    "minutes": "45",
}


def answers_of(kind: RegisterKind, bad: str) -> dict[str, str]:
    """Every field of a kind answered, in words somebody typed where words are typed."""
    found = {}
    for one in KINDS[kind].fields:
        first = one.choices[0] if one.choices else _TYPED[one.kind] or bad
        found[one.name] = ",".join(one.choices) if one.kind == "flags" else first
    return found


def gap(code: str, bad: str, **more: Any) -> GapPicture:
    """One thing that lacks."""
    values = {"chain": 55, "limit": 60, "advised": 15, "n": 5, "guards": ("encrypted", "two_factor")}
    about = {"kind": "certificate", "pack_id": "p", "client": BiText(bad, bad), "item_id": "J1", "name": bad}
    return GapPicture(code=code, day=date(2026, 11, 30), values=values, **about | more)


def record(kind: RegisterKind, bad: str, **more: Any) -> RecordPicture:
    """One entry with everything an entry can have."""
    answers = answers_of(kind, bad)
    version = VersionPicture(number=1, answers=answers, since=date(2026, 4, 1), ended=False, why="", by_name=bad)
    ended = replace(version, number=9, ended=True, why=bad)
    kept: dict[str, Any] = {
        "item_id": "J1",
        "version": 9,
        "kind": kind.value,
        "pack_id": "p",
        "client": BiText(bad, bad),
        "parent_id": "J2",
        "parent_name": bad,
        "answers": answers,
        "names": {"U0000000009": bad},
        "since": date(2026, 4, 1),
        "ended": False,
        "asks_filing": True,
        "depth": 2 if kind is RegisterKind.SUBCONTRACTOR else 0,
        "chain_minutes": 55,
        "gaps": tuple(gap(code, bad) for code in CODES),
        "versions": (version, replace(version, number=2, why=bad), ended) * 5,
        "filings": (FilingPicture(id="M1", ref="MAT-1", state="due"),) * 3,
        "tiers": (("J2", bad),) * 120,
    }
    return RecordPicture(**kept | more)


def register_views(reader: Reader, now: datetime, bad: str) -> dict[str, dict[str, Any]]:
    """All modals of the register."""
    calls = (
        CallPicture(time="day", held_on=date(2026, 11, 2), answered=True),
        CallPicture(time="night", held_on=date(2026, 11, 2), answered=False),
        CallPicture(time="night", held_on=None, answered=False),
    )
    picture = RegisterPicture(
        pack_id="p" * 60,
        client=BiText(bad, bad),
        desk_label=bad,
        desk=tuple(
            SlotPicture(slot=slot, name=bad, phone=bad, calls=calls) for slot in ("primary", "backup", "deputy")
        ),
        gaps=tuple(gap(code, bad) for code in CODES),
        records=tuple(record(kind, bad) for kind in RegisterKind for _ in range(12)),
        kinds=tuple(RegisterKind),
    )
    lines = [RegisterLine(pack_id=f"p{n}", client=BiText(bad, bad) if n else None, pressing=n % 3) for n in range(60)]
    blank = {"item_id": "", "version": 0, "answers": {}, "names": {}, "parent_id": "", "versions": (), "filings": ()}
    found = {
        "registers": forms.registers_view(lines, reader),
        "registers-none": forms.registers_view([], reader),
        "registers-other": forms.registers_view(lines, reader, wanted=f"{bad}?"),
        "register": forms.register_view(picture, reader),
        "register-empty": forms.register_view(replace(picture, client=None, desk=(), gaps=(), records=()), reader),
    }
    for kind in RegisterKind:
        one = record(kind, bad)
        found[f"register_entry-{kind}"] = forms.record_view(one, reader, saved=True)
        found[f"register_entry-{kind}-ended"] = forms.record_view(replace(one, ended=True, gaps=()), reader)
        found[f"register_put-{kind}"] = forms.record_form(record(kind, bad, **blank), reader, now)
        found[f"register_put-{kind}-change"] = forms.record_form(one, reader, now)
        found[f"register_end-{kind}"] = forms.end_form(one, reader, now)
    return found


def register_messages(reader: Reader, now: datetime, bad: str) -> dict[str, Message]:
    """What people are told of what runs out."""
    found = {}
    for name, kind, day in (
        ("soon", RegisterKind.CERTIFICATE, "2027-01-15"),
        ("past", RegisterKind.CERTIFICATE, "2026-01-15"),
        ("recipient", RegisterKind.RECIPIENT, "2026-12-15"),
    ):
        one = record(kind, bad)
        message = expiry_note(replace(one, answers={**one.answers, KINDS[kind].expires: day}), reader, now)
        assert message is not None
        found[f"register_expiry-{name}"] = message
    return found
