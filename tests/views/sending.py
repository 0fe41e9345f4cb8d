"""The screens about sending a report to the client's desk, and what the client reads in a shared channel."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from bot.domain.notice import NoticeKind
from bot.views import forms
from bot.views.card import card
from bot.views.covering import shared_post
from bot.views.letter import compose
from bot.views.pictures import DeliveryPicture, IncidentPicture, LanePicture, Message, Reader
from bot.views.sending import delivery_said
from tests.views.builders import REPORTED, minutes
from tests.views.reports import draft_notice, issued_notice


def with_deliveries(lane: LanePicture, bad: str) -> LanePicture:
    """The lane with its newest report sent on every road, in every state."""
    deliveries = tuple(
        DeliveryPicture(
            id=f"Y{number}",
            road="slack" if state == "failed" else "mail",
            slot="" if state == "failed" else "primary",
            address="C0000000001" if state == "failed" else f"{bad[:40]}@example.jp",
            state=state,
            answer=answer,
            at=REPORTED,
            brief=state == "failed",
            by_name=bad,
            received_at=REPORTED + minutes(9) if state == "sent" else None,
            received_by=bad,
        )
        for number, (state, answer) in enumerate(
            (("on_its_way", ""), ("sent", "250 OK"), ("failed", bad), ("bounced", "smtp 550 5.1.1"))
        )
    )
    last = replace(lane.notices[-1], deliveries=deliveries)
    return replace(lane, notices=(*lane.notices[:-1], last), shared_channel="C0000000001")


def client_posts(incident: IncidentPicture, lane: LanePicture, now: datetime, bad: str) -> dict[str, Message]:
    """What the client reads in a shared channel: in the contract's language whoever looks, and never in a drill."""
    letter = compose(incident, lane, draft_notice(lane, NoticeKind.FIRST, bad), (), at=now, caller=bad)
    found: dict[str, Message] = {}
    for brief in (True, False):
        found[f"shared-{brief}"] = shared_post(
            letter,
            delivery_id="Y1",
            brief=brief,
            callback=bad,
            called=("U0000000001",),
            received_at=None if brief else now,
            received_by=bad,
            zone=lane.zone,
        )
    return found


def sending_messages(
    incident: IncidentPicture, lane: LanePicture, reader: Reader, now: datetime, bad: str
) -> dict[str, Message]:
    """What the room and people of ours read about a report on its way."""
    sent = with_deliveries(replace(lane, notices=(issued_notice(1, bad), issued_notice(2, bad))), bad)
    last = sent.notices[-1]
    found = {"card-sent": card(incident, sent, reader, now)}
    for what, number in (("late", 0), ("received", 1), ("brief_received", 1), ("failed", 2), ("bounced", 3)):
        found[f"delivery-{what}"] = delivery_said(
            incident, sent, last, last.deliveries[number], reader, now, what=what, mention=("U0000000001",)
        )
    return found


def sending_views(
    incident: IncidentPicture, lane: LanePicture, reader: Reader, now: datetime, bad: str
) -> dict[str, dict[str, Any]]:
    """The looks before a report goes."""
    sent = with_deliveries(replace(lane, notices=tuple(issued_notice(n, bad) for n in range(1, 4))), bad)
    letter = compose(incident, lane, draft_notice(lane, NoticeKind.FIRST, bad), (), at=now, caller=bad)
    last = sent.notices[-1]
    ready = replace(last, deliveries=())
    found = {
        "reports-sent": forms.reports_view(incident, sent, reader, now),
        "notice_send": forms.send_form(incident, lane, reader, ready, letter, mail_ready=True, link_ready=False),
        "notice_send-no_mail": forms.send_form(
            incident, lane, reader, ready, letter, mail_ready=False, link_ready=True
        ),
        "notice_send-nobody": forms.send_form(
            incident, replace(lane, desk=()), reader, ready, letter, mail_ready=True, link_ready=True
        ),
        "notice_bounce": forms.bounce_form(incident, sent, reader),
        "notice_bounce-none": forms.bounce_form(incident, lane, reader),
    }
    shared = replace(lane, shared_channel="C0000000001")
    for name, teams, error in (("two", ["A", bad], ""), ("three", ["A", "B", bad], ""), ("unknown", [], bad[:200])):
        found[f"notice_post-{name}"] = forms.post_form(
            incident, shared, reader, last, letter, brief=name == "two", teams=teams, shared=True, error=error
        )
    found["notice_post-alone"] = forms.post_form(
        incident, shared, reader, last, letter, brief=False, teams=["A"], shared=False
    )
    return found
