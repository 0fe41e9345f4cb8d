"""Screens about what the laws ask, from one incident and one reader."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from bot.views import forms
from bot.views.law_notes import law_note, laws_opened
from bot.views.law_pictures import LawPicture, LawsPicture, LawSummary, StatutoryPicture
from bot.views.pictures import BiText, IncidentPicture, Message, Reader
from tests.views.builders import DUE, REPORTED, minutes

NOTES = ("urgent", "fired", "form", "half", "week", "day", "target", "alarm", "overdue")


def statutory(**over: Any) -> StatutoryPicture:
    """One statutory duty that runs."""
    given: dict[str, Any] = {
        "id": "U1",
        "title": BiText("速報", "Prompt report"),
        "recipient": BiText("個人情報保護委員会", "the Commission"),
        "to": "authority",
        "word": BiText("", ""),
        "cite": ("第26条1項",),
        "note": BiText("", ""),
        "hard": True,
        "state": "running",
        "start_at": REPORTED,
        "due_at": DUE,
    }
    return StatutoryPicture(**given | over)


def laws_picture(incident: IncidentPicture, bad: str, *, laws: int = 14) -> LawsPicture:
    """Every kind of statutory duty, in more laws than one screen holds."""
    words = BiText(bad, bad)
    duties = (
        statutory(title=words, recipient=words, note=words, unknown=("regions", "our_role", "newer_than_this")),
        statutory(id="U2", hard=False, due_at=None, target_at=DUE, word=words, stand_for=((words, 2), (words, 1))),
        statutory(id="U3", state="waiting", waits_for="determined_at", start_at=None, due_at=None),
        statutory(id="U4", ruled_out=True, number=3, keep_until=DUE),
        statutory(id="U5", state="done", sent_at=REPORTED, ended_at=DUE, ended_by_name=bad, reference=bad, reason=bad),
        statutory(id="U6", state="set_aside", ended_at=DUE, ended_by_name=bad, second_name=bad, reason=bad),
        statutory(id="U7", state="discharged", keep_until=DUE, ended_at=DUE, ended_by_name=bad, reference=bad),
    )
    return LawsPicture(
        incident_id=incident.id,
        ref=incident.ref,
        drill=incident.drill,
        reporter_name=incident.reporter_name,
        answered_at=None,
        ruled_out=1,
        asked_aside=False,
        facts={"regions": ["jp", "eu"], "our_role": "processor", "harm_risk": "newer_than_this"},
        moments={"aware_at": REPORTED},
        asks=("aware_at", "determined_at", "recovered_at", "fix_available_at", "ransom_paid_at"),
        first_recognised_at=REPORTED,
        laws=tuple(
            LawPicture(
                id=f"law-{n}",
                title=words,
                short=words,
                as_of="2026-11",
                confirmed_by=bad if n == 1 else "",
                doubts=(words,),
                duties=tuple(replace(duty, id=f"{duty.id}-{n}") for duty in duties),
            )
            for n in range(laws)
        ),
    )


def law_messages(incident: IncidentPicture, reader: Reader, now: datetime, bad: str) -> dict[str, Message]:
    """What legal is told, and the one line in the room."""
    picture = laws_picture(incident, bad)
    duties = [duty for law in picture.laws for duty in law.duties if duty.ended_at is None]
    found = {
        f"law-{what}": law_note(picture, what, [] if what == "form" else duties, reader, now, late_minutes=3)
        for what in NOTES
    }
    answered = replace(picture, answered_at=REPORTED)
    found["law-answered"] = law_note(answered, "day", duties[:1], reader, now)
    found["laws-opened"] = laws_opened(incident, reader)
    return found


def law_views(incident: IncidentPicture, reader: Reader, now: datetime, bad: str) -> dict[str, dict[str, Any]]:
    """The list, the questions, done, not owed; and the incident with the one line on it."""
    picture = laws_picture(incident, bad)
    one = picture.laws[0].duties[0]
    summed = LawSummary(open=12, waiting=2, overdue=1, ruled_out=4, next_at=DUE)
    return {
        "laws": forms.laws_view(picture, reader, now),
        "laws-few": forms.laws_view(laws_picture(incident, bad, laws=1), reader, now),
        "laws-answered": forms.laws_view(replace(picture, answered_at=REPORTED, ruled_out=0), reader, now),
        "laws-none": forms.laws_view(replace(picture, laws=(), ruled_out=0), reader, now),
        "law_form": forms.law_form(picture, reader),
        "law_sent": forms.law_sent_form(picture, one, reader, now),
        "law_aside": forms.law_aside_form(picture, one, reader),
        "law_aside-all": forms.law_aside_form(picture, None, reader),
        "lanes-laws": forms.lanes_view(replace(incident, laws=summed), reader, now),
        "lanes-law-soft": forms.lanes_view(
            replace(incident, laws=LawSummary(open=1, waiting=0, overdue=0, next_at=now + minutes(90), soft=True)),
            reader,
            now,
        ),
    }
