"""The doors beside the report (the client asked, may I, something changed), one matter with its steps, and a step's form."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from bot.domain.matter import OFFERED, MatterKind
from bot.domain.people import Locale
from bot.views.blocks import Block, actions, button, choices, context, divider, gap, ids, lines, modal, section
from bot.views.course_words import about_words
from bot.views.forms.papers import paper_lines
from bot.views.forms.parts import part_lines
from bot.views.inputs import NOTE_LIMIT, field, line, on_day, one_of, person
from bot.views.matter_pictures import ComingPicture, ContractAnswer, EntryPicture, MatterPicture, StepPicture
from bot.views.moments import day, escape
from bot.views.pictures import BiText, Reader
from bot.views.recurring import about, coming_lines, state_of, title_key, title_of
from bot.views.texts import choice, has, text
from bot.views.wording import MATTER_FAMILIES, client_name, gloss

SHOWN_ENTRIES = 12
SHOWN_MATTERS = 20
Contracts = Sequence[tuple[str, BiText]]


def door_form(
    kind: MatterKind,
    contracts: Contracts,
    reader: Reader,
    now: datetime,
    *,
    answer: ContractAnswer | None = None,
    chosen: tuple[str, str] = ("", ""),
) -> Block:
    """One door: which contract, what about, in a few words, from or until when; and what the contract says once both are chosen.

    `chosen` is (contract, topic) as picked so far.
    """
    locale = reader.locale
    names = [(pack_id, client_name(words, locale)) for pack_id, words in contracts]
    contract, topic = chosen
    first = contract or (names[0][0] if len(names) == 1 else "")
    blocks = [
        section(text(locale, f"door.{kind}.intro")),
        field(
            "contract",
            text(locale, "door.contract"),
            one_of(locale, names, initial=first),
            optional=False,
            dispatch=True,
        ),
        field(
            "topic",
            text(locale, f"door.{kind}.topic"),
            one_of(locale, choices(locale, MATTER_FAMILIES[kind], OFFERED[kind]), initial=topic),
            optional=False,
            dispatch=True,
        ),
    ]
    if answer is not None:
        blocks.append(section(contract_words(answer, locale)))
    blocks.append(
        field(
            "words",
            text(locale, f"door.{kind}.words"),
            line(multiline=True, limit=NOTE_LIMIT),
            optional=False,
            hint=text(locale, f"door.{kind}.hint"),
        )
    )
    if kind is MatterKind.CONSENT:
        report = button(
            locale, "door_breach", ids(w=kind.value), style="danger", label=text(locale, "button.matter_breach")
        )
        blocks.append(section(text(locale, "door.consent.done_already"), accessory=report))
    today = now.astimezone(ZoneInfo(reader.tz)).date()
    if kind is not MatterKind.CONSENT:
        blocks.append(field("began_on", text(locale, f"door.{kind}.began_on"), on_day(locale, today)))
    blocks.append(field("due_on", text(locale, f"door.{kind}.due_on"), on_day(locale)))
    if kind is not MatterKind.CONSENT:
        blocks.append(field("owner", text(locale, "door.owner"), person(locale), hint=text(locale, "door.owner_hint")))
    return modal(
        locale,
        "matter_open",
        blocks,
        title=f"door.{kind}.title",
        submit=f"door.{kind}.submit",
        metadata=ids(w=kind.value),
    )


def no_contract_view(reader: Reader) -> Block:
    """No pack is in force, so there is nothing to ask about."""
    return modal(reader.locale, "error", [section(text(reader.locale, "door.no_contract"))], title="error.title")


def contract_words(answer: ContractAnswer, locale: Locale) -> str:
    """What the contract says, for somebody about to act: who agrees, in which form, how fast, what must be said."""
    if answer.silent:
        return text(locale, "contract.silent")
    who = "contract.inside" if answer.inside else "contract.tell_only" if answer.tell_only else "contract.client"
    ended = "" if answer.phase != "expired" else "contract.survives" if answer.survives else "contract.recommended"
    said = [text(locale, "contract.head", cite=escape(", ".join(answer.cite))), _bi(answer.summary, locale)]
    if ended:
        said.append(text(locale, ended))
    form = _bi(answer.form, locale)
    if form or answer.inside or answer.tell_only:
        said.append(text(locale, who, form=form or text(locale, "contract.any_form")))
    said += _remarks(answer.remarks, locale)
    if answer.word:
        said.append(text(locale, "contract.word", word=_word(answer.word, locale)))
    if answer.due_on:
        said.append(text(locale, "contract.due", day=day(answer.due_on, locale, answer.due_on)))
    if answer.target_on:
        said.append(text(locale, "contract.target", day=day(answer.target_on, locale, answer.target_on)))
    if answer.must_state:
        said.append(text(locale, "contract.must_state", items=_must_state(answer.must_state, locale)))
    if answer.checks:
        said.append(text(locale, "contract.checks", items=_checks(answer.checks, locale)))
    return lines(*said)


def matter_view(matter: MatterPicture, reader: Reader, now: datetime) -> Block:
    """One matter: what it is, where it stands, what was done so far, and what may be done next."""
    locale = reader.locale
    today = now.astimezone(ZoneInfo(reader.tz)).date()
    blocks: list[Block] = [section(matter_words(matter, locale, today))]
    if matter.cite:
        cited = text(locale, "matter.contract", cite=escape(", ".join(matter.cite)), words=_bi(matter.summary, locale))
        blocks.append(context(cited, _word_line(matter, locale)))
        if matter.is_open and matter.remarks:
            blocks.append(section(lines(*_remarks(matter.remarks, locale))))
    else:
        blocks.append(context(text(locale, "contract.silent")))
    if waiting := _waiting(matter, locale):
        blocks.append(section(waiting))
    blocks += paper_lines(matter, locale)
    blocks += part_lines(matter, locale)
    if matter.checks and matter.state in ("asked", "granted", "out"):
        blocks.append(section(text(locale, "contract.checks", items=_checks(matter.checks, locale))))
    if matter.steps:
        row = [_step_button(matter, step, locale, number) for number, step in enumerate(matter.steps[:20], start=1)]
        blocks.append(actions(*row))
    if breach := _breach(matter, locale):
        blocks.append(breach)
    if matter.entries:
        blocks.append(divider())
        blocks += [section(entry_words(entry, locale, today)) for entry in matter.entries[-SHOWN_ENTRIES:]]
    return modal(locale, "matter", blocks, title=title_key(matter), metadata=ids(m=matter.id))


def step_form(matter: MatterPicture, step: StepPicture, reader: Reader, now: datetime) -> Block:
    """What one step asks for; what the contract needs is marked, the rest may stay empty."""
    locale = reader.locale
    today = now.astimezone(ZoneInfo(reader.tz)).date()
    blocks: list[Block] = [section(matter_words(matter, locale, today))]
    key = f"matter_step.{step.name}.intro"
    if has(key):
        blocks.append(context(text(locale, key)))
    blocks += [_field(name, step, locale, today) for name in (*step.needs, *step.may)]
    return modal(
        locale,
        "matter_step",
        blocks,
        title=f"matter_step.{step.name}.title",
        submit="button.save",
        metadata=ids(m=matter.id, y=step.name),
    )


def matters_view(
    matters: Sequence[MatterPicture], reader: Reader, now: datetime, *, coming: Sequence[ComingPicture] = ()
) -> Block:
    """Every open matter this person may see, the most pressing first, each with its button; then what comes back next."""
    locale = reader.locale
    blocks = matter_lines(matters, reader, now)
    doors = actions(
        button(locale, "door_asked", ids()), button(locale, "door_may", ids()), button(locale, "door_changed", ids())
    )
    later = coming_lines(coming, locale, now.astimezone(ZoneInfo(reader.tz)).date())
    return modal(locale, "matters", [*blocks, doors, *later], title="matters.title")


def matter_lines(
    matters: Sequence[MatterPicture], reader: Reader, now: datetime, *, shown: int = SHOWN_MATTERS
) -> list[Block]:
    """A section for each matter with its button, up to `shown`; a calm sentence when there is none."""
    locale = reader.locale
    today = now.astimezone(ZoneInfo(reader.tz)).date()
    if not matters:
        return [section(text(locale, "matters.none"))]
    blocks = [
        section(
            matter_words(matter, locale, today),
            accessory=button(locale, "matter", ids(m=matter.id), number=number, label=text(locale, "button.open")),
        )
        for number, matter in enumerate(matters[:shown], start=1)
    ]
    if len(matters) > shown:
        blocks.append(context(text(locale, "list.more", n=len(matters) - shown)))
    return blocks


def matter_words(matter: MatterPicture, locale: Locale, today: date) -> str:
    """Three lines: what and whose, the words, then who has it, its day and its state."""
    title, client = title_of(matter, locale), client_name(matter.client, locale)
    head = text(locale, "matter.head", ref=escape(matter.ref), topic=title, client=client)
    state = state_of(matter, locale)
    parts = [state, _owner(matter, locale)]
    if matter.due_on and matter.is_open:
        key = "matter.late" if matter.is_late else "matter.due"
        parts.insert(0, text(locale, key, day=day(matter.due_on, locale, today)))
    elif matter.target_on and matter.is_open:
        parts.insert(0, text(locale, "matter.target", day=day(matter.target_on, locale, today)))
    if matter.until and matter.state == "granted":
        parts.append(text(locale, "matter.until", day=day(matter.until, locale, today)))
    words = about_words(matter, locale)
    return lines(head, words, *about(matter, locale, today), gap(locale).join(parts))


def _owner(matter: MatterPicture, locale: Locale) -> str:
    name = escape(matter.owner_name, limit=60)
    return text(locale, "matter.owner", name=name) if name else text(locale, "matter.no_owner")


def entry_words(entry: EntryPicture, locale: Locale, today: date) -> str:
    """One step that was taken, in two lines."""
    on = day(entry.happened_on, locale, today) if entry.happened_on else ""
    head = text(
        locale, "matter.entry", step=choice(locale, "matter_done", entry.step), by=escape(entry.by_name, limit=60)
    )
    facts = [on, escape(entry.who, limit=120), escape(entry.reference, limit=300)]
    if entry.until:
        facts.append(text(locale, "matter.until", day=day(entry.until, locale, today)))
    return lines(head, gap(locale).join(fact for fact in facts if fact), escape(entry.note, limit=500))


def _breach(matter: MatterPicture, locale: Locale) -> Block | None:
    """The way to the report: leave came too late, what was out is lost, or what was to be kept was not."""
    if matter.kind == "recurring" and matter.is_open and matter.topic != "renewal":
        return section(
            text(locale, "matter.not_kept"),
            accessory=button(locale, "matter_happened", ids(m=matter.id), style="danger"),
        )
    if matter.kind != "consent" or matter.state in ("granted", "used", "returned"):
        return None
    key = "matter.lost" if matter.is_out else "matter.done_without"
    return section(text(locale, key), accessory=button(locale, "matter_breach", ids(m=matter.id), style="danger"))


def _step_button(matter: MatterPicture, step: StepPicture, locale: Locale, number: int) -> Block:
    style = "primary" if number == 1 and step.name not in ("refuse", "withdraw", "assign") else ""
    label = choice(locale, "matter_do", step.name)
    return button(locale, "matter_step", ids(m=matter.id, y=step.name), number=number, label=label, style=style)


def _field(name: str, step: StepPicture, locale: Locale, today: date) -> Block:
    own = f"matter_step.{step.name}.{name}"
    label = text(locale, own if has(own) else f"matter_field.{name}")
    hint_key = f"{own}_hint" if has(f"{own}_hint") else f"matter_field.{name}_hint"
    hint = text(locale, hint_key) if has(hint_key) else ""
    element = {
        "on": on_day(locale, None if step.name == "scope" else today),
        "until": on_day(locale),
        "due_on": on_day(locale),
        "owner": person(locale),
        "who": line(limit=120),
        "reference": line(limit=300),
        "note": line(multiline=True, limit=NOTE_LIMIT),
    }[name]
    return field(name, label, element, optional=name not in step.needs, hint=hint)


def _waiting(matter: MatterPicture, locale: Locale) -> str:
    """Whom it waits for, when that is somebody else."""
    if not matter.is_open or any(step.name in ("approve", "confirm_back") for step in matter.steps):
        return ""
    names = escape("、".join(matter.approver_names) if locale == "ja" else ", ".join(matter.approver_names), limit=200)
    if matter.inside and matter.state in ("asked", "back"):
        return text(locale, "matter.waits_inside", names=names) if names else text(locale, "matter.nobody_approves")
    if matter.kind == "consent" and matter.state == "asked":
        return text(locale, "matter.waits_client", form=_bi(matter.form, locale) or text(locale, "contract.any_form"))
    return ""


def _word_line(matter: MatterPicture, locale: Locale) -> str:
    return text(locale, "contract.word", word=_word(matter.word, locale)) if matter.word else ""


def _word(word: str, locale: Locale) -> str:
    meaning = gloss(word, locale)
    return f"{escape(word)} ({meaning})" if meaning else escape(word)


def _remarks(remarks: Sequence[tuple[str, BiText]], locale: Locale) -> list[str]:
    return [text(locale, key, words=_bi(words, locale)) for key, words in remarks]


def _must_state(codes: Sequence[str], locale: Locale) -> str:
    return "\n".join(f"・{escape(choice(locale, 'must_state', code))}" for code in codes)


def _checks(codes: Sequence[str], locale: Locale) -> str:
    return "\n".join(f"・{escape(choice(locale, 'check', code))}" for code in codes)


def _bi(words: BiText, locale: Locale) -> str:
    return escape(words.ja if locale == "ja" else words.en or words.ja, limit=600)
