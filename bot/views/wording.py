"""The contract's own words on a screen: shown as written, with their meaning beside them for a reader of the other language."""

from __future__ import annotations

import re
from datetime import datetime

from bot.domain.people import Locale
from bot.views.moments import day, escape, next_nine
from bot.views.pictures import BiText, ConsultationPicture, LanePicture
from bot.views.texts import choice, has, text

_TO_ENGLISH = {
    "直ちに": "immediately",
    "速やかに": "promptly",
    "遅滞なく": "without delay",
    "事前に": "beforehand",
    "随時": "on request",
}
_TO_JAPANESE = {
    "immediately": "直ちに",
    "promptly": "速やかに",
    "without delay": "遅滞なく",
    "without undue delay": "不当な遅滞なく",
    "beforehand": "事前に",
}
_UNITS = {"分": "minutes", "時間": "hours", "日": "days", "営業日": "business days"}
_UNITS_BACK = {"minute": "分", "hour": "時間", "day": "日", "business day": "営業日"}


def is_japanese(word: str) -> bool:
    """Whether a word holds a Japanese letter."""
    return re.search(r"[\u3040-\u30ff\u3400-\u9fff]", word) is not None


def gloss(word: str, locale: Locale) -> str:
    """The meaning of the contract's word in the reader's language; empty when it needs none or we know none."""
    plain = word.strip()
    if locale == "en" and is_japanese(plain):
        found = re.fullmatch(r"(\d+)\s*(分|時間|営業日|日)以内(?:に)?", plain)
        if found:
            return f"within {found[1]} {_UNITS[found[2]]}"
        return _TO_ENGLISH.get(plain, "")
    if locale == "ja" and not is_japanese(plain):
        found = re.fullmatch(r"within (\d+) (minute|hour|day|business day)s?", plain.lower())
        if found:
            return f"{found[1]}{_UNITS_BACK[found[2]]}以内"
        return _TO_JAPANESE.get(plain.lower(), "")
    return ""


def word_shown(word: str, locale: Locale) -> str:
    """The word as written, escaped, with its meaning in brackets where the reader needs it."""
    meaning = gloss(word, locale)
    return text(locale, "word.with_gloss", word=escape(word), gloss=meaning) if meaning else escape(word)


def notify_phrase(word: str, locale: Locale) -> str:
    """`60分以内に連絡`, `直ちに連絡`, `Notify within 60 minutes (60分以内)`: what has to be done, in the contract's word."""
    shown = escape(word)
    if not shown:
        return text(locale, "word.notify")
    meaning = gloss(word, locale)
    if locale == "ja":
        if not is_japanese(word):
            return f"{meaning}に連絡（{shown}）" if meaning.endswith("以内") else f"{meaning}連絡（{shown}）"
        return f"{shown}連絡" if shown.endswith(("に", "く")) else f"{shown}に連絡"
    if meaning:
        return f"Notify {meaning} ({shown})"
    return f"Notify: {shown}" if is_japanese(word) else f"Notify {shown[0].lower()}{shown[1:]}"


_PERIODS = {
    "D": ("日", "day"),
    "W": ("週間", "week"),
    "M": ("か月", "month"),
    "Y": ("年", "year"),
    "BD": ("営業日", "business day"),
}


def period(duration: str, locale: Locale) -> str:
    """A whole period of a pack in words, for example P1M; anything else as it is written."""
    found = re.fullmatch(r"P(\d+)(BD|[DWMY])", duration)
    if found is None:
        return escape(duration)
    number, (japanese, english) = int(found[1]), _PERIODS[found[2]]
    return f"{number}{japanese}" if locale == "ja" else f"{number} {english}{'' if number == 1 else 's'}"


def client_name(client: BiText, locale: Locale) -> str:
    """The client's name for mrkdwn, with 様 in Japanese."""
    name = escape(client.of(locale), limit=120)
    return f"{name} 様" if locale == "ja" else name


def consultation_title(consultation: ConsultationPicture, locale: Locale) -> str:
    """What a consultation is about, for mrkdwn: the pack's words, else its topic."""
    return escape(consultation.title.of(locale) or choice(locale, "topic", consultation.topic), limit=200)


def citation(cite: tuple[str, ...], locale: Locale) -> str:
    """The articles as the contract numbers them, escaped, joined for one line."""
    return ("・" if locale == "ja" else ", ").join(escape(article, limit=120) for article in cite)


def is_recommended(lane: LanePicture) -> bool:
    """Whether the contract has ended and its notice is good to do rather than owed."""
    return bool(lane.duties) and all(duty.recommended for duty in lane.duties)


MATTER_FAMILIES = {
    "request": "matter_request",
    "consent": "matter_consent",
    "filing": "matter_filing",
    "ending": "matter_ending",
    "contract": "matter_contract",
    "recurring": "matter_recurring",
}
"""Which list of the catalogue words a matter's topic, by its kind."""


def topic_words(kind: str, topic: str, locale: Locale) -> str:
    """What a matter is about, in the reader's words."""
    return choice(locale, MATTER_FAMILIES[kind], topic)


def matter_state(kind: str, state: str, locale: Locale) -> str:
    """Where a matter stands: a filing that is due is not yet filed, everything else that is due is not yet done."""
    if has(f"matter_state.{kind}.{state}"):
        return text(locale, f"matter_state.{kind}.{state}")
    return choice(locale, "matter_state", state)


NEXT_REPORTS = ("60m", "120m", "240m", "next_9", "none")
"""When the next report may be promised for."""


def next_reports(locale: Locale, now: datetime, zone: str) -> list[tuple[str, str]]:
    """The choices with their words; the next morning with its day in the contract's zone, for at three in the night that is today's."""
    words = {code: choice(locale, "next_report", code) for code in NEXT_REPORTS}
    nine = day(next_nine(now, zone).date(), locale)
    return [
        (code, text(locale, "next_report.on_day", label=label, day=nine) if code == "next_9" else label)
        for code, label in words.items()
    ]
