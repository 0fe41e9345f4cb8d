"""Made-up terms of a contract for tests of screens."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from bot.views import forms
from bot.views.pictures import BiText, Reader
from bot.views.terms_pictures import Cited, ReadingPicture, TermPicture, TermsPicture
from tests.views.builders import REPORTED


def terms(bad: str, *, many: int = 1) -> TermsPicture:
    """Terms in which everything somebody can write is `bad`."""
    words = BiText(bad, bad)
    cited = tuple(Cited(words=words, cite=(bad,) * 3) for _ in range(many))
    return TermsPicture(
        pack_id="p",
        client=words,
        title=words,
        parent=words,
        parent_number=bad,
        incorporates=(bad,) * many,
        term=TermPicture(start=date(2026, 4, 1), end=date(2027, 3, 31), renews=True, opt_out="P1M", opt_out_form=words),
        events=("leak", bad) * many,
        infos=("personal", bad) * many,
        covers_cite=(bad,),
        aware=cited,
        court=Cited(words=words, cite=(bad,)),
        doubts=(words,) * many,
        doubts_digest="d" * 64,
        readings=(ReadingPicture(name=bad, at=REPORTED),) * many,
        may_confirm=True,
    )


def terms_views(reader: Reader, bad: str) -> dict[str, dict[str, Any]]:
    """The page: usual, huge, unread, of nothing."""
    now = REPORTED
    bare = replace(terms(bad), parent=None, incorporates=(), events=(), infos=(), aware=())
    unread = replace(terms(bad), readings=(), may_confirm=False)
    nothing = replace(bare, court=None, doubts=(), doubts_digest="", readings=())
    return {
        "terms": forms.terms_view(terms(bad), reader, now),
        "terms-huge": forms.terms_view(terms(bad, many=60), reader, now),
        "terms-unread": forms.terms_view(unread, reader, now),
        "terms-bare": forms.terms_view(nothing, reader, now),
    }
