"""A pack as lines for the terminal: every rule of every kind, in words, in either language."""

from __future__ import annotations

from collections.abc import Iterator

from bot.packs.base import BiText
from bot.packs.rules import (
    Clock,
    ConsentRule,
    ConsultationRule,
    DutyRule,
    EndRule,
    RecurringRule,
    Rule,
    SubmissionRule,
)
from bot.packs.schema import Pack

_HEADS = {
    "duties": ("義務", "Duties"),
    "consents": ("承諾", "Consents"),
    "consultations": ("協議", "Consultations"),
    "submissions": ("届出・提出", "Submissions"),
    "recurring": ("くり返し", "Recurring"),
    "end_of_contract": ("契約の終わり", "End of the contract"),
    "survival": ("終わっても続くこと", "What lives on after the end"),
    "doubts": ("ふた通りに読めるところ", "Where it can be read in two ways"),
}
_WORDS = {
    "client": ("お客様の承諾", "the client agrees"),
    "inside": ("社内の承認", "approved in the house"),
    "told": ("お客様に知らせる", "the client is told"),
    "each_time": ("そのつど", "each time"),
    "good_practice": ("よい習慣", "good practice"),
    "every": ("{every} ごと", "every {every}"),
    "business_day": ("営業日ごと", "every working day"),
    "once": ("一度", "once"),
    "start": ("契約の始まり", "the contract begins"),
    "change": ("変更のとき", "on a change"),
    "by_sub": ("再委託先が出す", "filed by each subcontractor"),
    "until": ("続くあいだ: {words}", "for as long as: {words}"),
}


def lines_of_pack(pack: Pack, locale: str) -> Iterator[str]:
    """Give one line for each rule, under the heading of its kind: id, articles, how fast or how often, and our words.

    Kinds the pack has nothing of are left out.
    """
    headed = ""
    for kind, _, rule in pack.rules():
        if kind != headed:
            yield _two(_HEADS[kind], locale)
            headed = kind
        parts = [rule.id, ", ".join(rule.cite), *_terms(rule, locale), _bi(rule.summary, locale)]
        yield "  " + "  ".join(part for part in parts if part)
    if pack.survival:
        yield _two(_HEADS["survival"], locale)
    for part in pack.survival:
        condition = _two(_WORDS["until"], locale).format(words=_bi(part.condition, locale)) if part.condition else ""
        yield "  " + "  ".join(words for words in (", ".join(part.cite), ", ".join(part.rules), condition) if words)
    if pack.doubts:
        yield _two(_HEADS["doubts"], locale)
    for number, doubt in enumerate(pack.doubts, start=1):
        yield f"  {number}. {_bi(doubt, locale)}"


def _terms(rule: Rule, locale: str) -> list[str]:
    """What a rule of this kind has beside its words: type and clock, who agrees, how often."""
    found: list[str] = []
    match rule:
        case DutyRule() | EndRule():
            found = [rule.type, _clock(rule.clock)]
        case ConsentRule():
            who = "told" if rule.from_ == "notice_only" else "client" if rule.from_ == "client" else "inside"
            found = [_two(_WORDS[who], locale), _bi(rule.form, locale), ", ".join(rule.gate)]
            if rule.per == "each_time":
                found.append(_two(_WORDS["each_time"], locale))
        case ConsultationRule():
            found = [rule.topic, _two(_WORDS["good_practice"], locale) if rule.good_practice else ""]
        case SubmissionRule():
            when = "start" if rule.at == "contract_start" else "change" if rule.when and "change" in rule.when else ""
            found = [_two(_WORDS[when], locale) if when else "", _clock(rule.clock)]
            if rule.by == "subcontractor":
                found.append(_two(_WORDS["by_sub"], locale))
        case RecurringRule():
            found = [_often(rule, locale), ", ".join(rule.rotate)]
        case _:
            pass
    return [part for part in found if part]


def _clock(clock: Clock | None) -> str:
    return " ".join(part for part in (clock.word, clock.limit or "") if part) if clock is not None else ""


def _often(rule: RecurringRule, locale: str) -> str:
    if rule.once:
        return _two(_WORDS["once"], locale)
    if rule.every == "business_day":
        return _two(_WORDS["business_day"], locale)
    if rule.every:
        return _two(_WORDS["every"], locale).format(every=rule.every)
    return ", ".join(rule.remind_before)


def _two(words: tuple[str, str], locale: str) -> str:
    return words[0] if locale == "ja" else words[1]


def _bi(words: BiText, locale: str) -> str:
    return getattr(words, locale, "") or words.ja
