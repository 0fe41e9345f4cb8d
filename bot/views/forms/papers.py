"""The form of a paper, and what a matter shows of the paper that was made."""

from __future__ import annotations

from bot.domain.paper import PLACES, Blank, PaperKind
from bot.domain.people import Locale
from bot.views.blocks import Block, button, ids, lines, modal, section
from bot.views.inputs import field, line
from bot.views.matter_pictures import MatterPicture, PaperForm, PaperPicture
from bot.views.moments import escape
from bot.views.pictures import Reader
from bot.views.texts import has, text
from bot.views.wording import client_name

PLACE_LIMIT = 2000


def paper_form(form: PaperForm, reader: Reader) -> Block:
    """Every place of the paper with what is known; none has to be filled."""
    locale = reader.locale
    title = text(locale, f"paper.{form.kind}.title")
    intro = text(locale, "paper_form.intro", title=title, client=client_name(form.client, locale))
    places = [_place(place, form, locale) for place in PLACES[PaperKind(form.kind)]]
    return modal(
        locale,
        "paper",
        [section(intro), *places],
        title="paper.title",
        submit="paper_form.submit",
        metadata=ids(m=form.matter_id, v=str(form.seen)),
    )


def paper_lines(matter: MatterPicture, locale: Locale) -> list[Block]:
    """The newest version with what is left blank, and the button that makes the next."""
    if matter.paper is None:
        if not matter.may_prepare:
            return []
        title = text(locale, f"paper.{matter.may_prepare}.title")
        return [
            section(text(locale, "paper.can_be_made", title=title), accessory=button(locale, "paper", ids(m=matter.id)))
        ]
    again = button(locale, "paper", ids(m=matter.id), label=text(locale, "paper.again"))
    paper = matter.paper
    title = text(locale, f"paper.{paper.kind}.title")
    head = text(locale, "paper.shown", title=title, n=paper.number, by=escape(paper.by_name, limit=60))
    return [section(lines(head, blanks_words(paper, locale)), accessory=again if matter.may_prepare else None)]


def blanks_words(paper: PaperPicture, locale: Locale) -> str:
    """What is left to fill in by hand."""
    if not paper.blanks:
        return text(locale, "paper.whole")
    joint = "、" if locale == "ja" else ", "
    return text(locale, "paper.blanks", names=joint.join(text(locale, f"paper_place.{name}") for name in paper.blanks))


def _place(place: Blank, form: PaperForm, locale: Locale) -> Block:
    hint_key = f"paper_place.{place.name}_hint"
    hint = text(locale, hint_key) if has(hint_key) else ""
    if place.shape == "rows":
        joint = "／" if form.language == "ja" else " / "
        columns = joint.join(text(form.language, f"paper_column.{column}") for column in place.columns)
        hint = text(locale, "paper_form.rows", columns=columns, none=text(form.language, "paper.none"))
    box = line(initial=form.values.get(place.name, ""), multiline=place.shape != "line", limit=PLACE_LIMIT)
    return field(f"place_{place.name}", text(locale, f"paper_place.{place.name}"), box, hint=hint)
