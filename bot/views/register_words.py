"""What is on record, in words: values of fields, one entry in a line, what a filing tells the client."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from bot.domain.people import Locale
from bot.domain.register import KINDS, RegisterEntry, RegisterKind
from bot.views.blocks import gap
from bot.views.moments import day, escape, span
from bot.views.register_pictures import GapPicture, RecordPicture
from bot.views.texts import choice, has, text
from bot.views.wording import client_name

Names = Callable[[str], str]


def kind_words(kind: str, locale: Locale) -> str:
    """What a kind is called."""
    return choice(locale, "register_kind", kind)


def field_words(kind: str, name: str, locale: Locale) -> str:
    """What a field of a kind is called."""
    own = f"register_field.{kind}.{name}"
    return text(locale, own if has(own) else f"register_field.{name}")


def choice_family(name: str) -> str:
    """Which list of the catalogue words the choices of a field."""
    return "slot" if name == "slot" else "register_choice"


def value_words(kind: str, name: str, value: str, locale: Locale, names: Names) -> str:
    """One answer for people, not escaped: choices by their words, people by their names, days and minutes as one says them."""
    what = KINDS[RegisterKind(kind)].field(name).kind
    if not value:
        return ""
    if what in ("choice", "flags"):
        return ("・" if locale == "ja" else ", ").join(
            choice(locale, choice_family(name), part) for part in value.split(",")
        )
    if what == "person":
        return names(value)
    if what == "day":
        return day(date.fromisoformat(value), locale)
    return span(int(value), locale) if what == "minutes" else value


def title_words(kind: str, answers: Mapping[str, str], locale: Locale, names: Names) -> str:
    """What names an entry, not escaped."""
    first = KINDS[RegisterKind(kind)].fields[0].name
    return value_words(kind, first, answers.get(first, ""), locale, names)


def detail_words(kind: str, answers: Mapping[str, str], locale: Locale, names: Names) -> list[tuple[str, str]]:
    """(Field, answer) of everything else that was answered, not escaped."""
    rest = [one.name for one in KINDS[RegisterKind(kind)].fields[1:] if answers.get(one.name)]
    return [(field_words(kind, name, locale), value_words(kind, name, answers[name], locale, names)) for name in rest]


def record_line(record: RecordPicture, locale: Locale) -> str:
    """One entry for mrkdwn: what names it in bold, the rest behind it; days, minutes and telephones with what they are."""
    names = names_in(record.names)
    title = escape(title_words(record.kind, record.answers, locale, names), limit=150)
    head = text(locale, "register.tier", n=record.depth, name=title) if record.depth else f"*{title}*"
    shown = [text(locale, "register.ended_on", day=day(record.since, locale))] if record.ended else []
    for one in KINDS[RegisterKind(record.kind)].fields[1:]:
        value = record.answers.get(one.name, "")
        if not value or one.fresh:
            continue
        words = escape(value_words(record.kind, one.name, value, locale, names), limit=150)
        if one.kind in ("day", "minutes", "phone"):
            words = text(locale, "register.field", label=field_words(record.kind, one.name, locale), value=words)
        shown.append(words)
    if record.parent_name:
        shown.append(above_words(record, locale))
    under = "└ " if record.depth > 1 else ""
    return under + head + ("\n" + gap(locale).join(shown) if shown else "")


def above_words(record: RecordPicture, locale: Locale) -> str:
    """For which subcontractor a lower tier works, or with which one a thing lies."""
    key = "register.works_for" if record.kind == RegisterKind.SUBCONTRACTOR else "register.at_tier"
    return text(locale, key, name=escape(record.parent_name, limit=80))


def gap_words(one: GapPicture, locale: Locale, names: Names) -> str:
    """What lacks, in one sentence for mrkdwn."""
    name = value_words(one.kind, one.named_by, one.name, locale, names) if one.named_by else one.name
    values = {key: _gap_value(key, value, locale) for key, value in one.values.items() if value is not None}
    return text(
        locale,
        f"register_gap.{one.code}",
        kind=kind_words(one.kind, locale),
        name=escape(name, limit=80),
        day=day(one.day, locale) if one.day else "",
        **values,
    )


def whose(one: GapPicture, locale: Locale) -> str:
    """What lacks, with the client it concerns before it."""
    name = client_name(one.client, locale) if one.client is not None else text(locale, "register.house")
    return text(locale, "register.whose", client=name, gap=gap_words(one, locale, str))


def _gap_value(key: str, value: object, locale: Locale) -> object:
    if key in ("chain", "limit", "advised") and isinstance(value, int):
        return span(value, locale)
    if key == "guards" and isinstance(value, list | tuple):
        return ("・" if locale == "ja" else ", ").join(choice(locale, "register_choice", str(code)) for code in value)
    return value


def filing_words(entry: RegisterEntry, what: str, names: Names, locale: Locale) -> str:
    """What changed, as the words of the filing: plain text in the contract's language."""
    spec = KINDS[entry.kind]
    shown = {one.name: entry.answers.get(one.name, "") for one in spec.fields if not one.inside and not one.fresh}
    title = title_words(entry.kind, shown, locale, names)
    told = [f"{label}: {value}" for label, value in detail_words(entry.kind, shown, locale, names)]
    head = text(locale, f"register.filing_{what}", kind=kind_words(entry.kind, locale), name=title)
    return ("、" if locale == "ja" else "; ").join([head, *([] if entry.ended else told)])


def names_in(known: Mapping[str, str]) -> Names:
    """Return a function from Slack id to the name in a picture; an unknown one keeps the id."""
    return lambda user_id: known.get(user_id, user_id)
