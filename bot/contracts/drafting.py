"""The draft of a pack: every entry with its article, its line, what was understood and how sure that is, and what was not."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from bot.contracts import wording
from bot.contracts.kinds import Kind, Sure
from bot.contracts.numerals import era_dates
from bot.contracts.recognise import Found, Reading
from bot.packs.base import REQUIRED

_ENTRY = "  - "
_INSIDE = "    "
_TERM = r"期間|から.*まで|\bterm\b|\bperiod\b|\bfrom\b"


@dataclass(frozen=True, slots=True)
class Draft:
    """A draft pack as YAML, the contract's text that its quotes are looked up in, and the counts for the terminal."""

    pack_id: str
    yaml: str
    contract_text: str
    entries: int
    unsure: int
    unclear: int


def draft(reading: Reading, *, pack_id: str, source: str) -> Draft:
    """Write the draft of one contract.

    Args:
        reading: what was read.
        pack_id: the pack's id; also names the text beside it.
        source: the file's name, for the head of the draft.
    """
    writer = _Writer(reading, pack_id)
    body = writer.body()
    head = _head(reading, source, len(writer.written))
    return Draft(
        pack_id,
        "\n".join([*head, *body, *_not_understood(reading)]) + "\n",
        "\n".join(line.text for line in reading.text.lines) + "\n",
        len(writer.written),
        sum(found.sure is not Sure.HIGH for found in writer.written),
        len(reading.unclear),
    )


def _head(reading: Reading, source: str, entries: int) -> list[str]:
    form = reading.text.encoding or reading.text.form
    return [
        f"# Draft of a pack, read from {source} ({form}, {len(reading.clauses)} clauses, {entries} entries).",
        "# A proposal by fixed rules, not legal advice. Read each entry against its quote; write what says REQUIRED, delete what is wrong.",
        "# Beside each entry: the line of the contract, what was understood, how sure that is. The end lists what was not understood.",
    ]


def _not_understood(reading: Reading) -> list[str]:
    if not reading.unclear:
        return ["", "# Every sentence with a word of duty was understood."]
    lines = [
        "",
        "# Not understood: sentences with a word of duty that no rule explains. Read each; write an entry where one is owed.",
    ]
    return [*lines, *(f"# - line {one.line}, {one.cite}: {one.sentence}" for one in reading.unclear)]


def quoted(text: str) -> str:
    """Return a text as a YAML string that says exactly that."""
    return json.dumps(text, ensure_ascii=False)


class _Writer:
    def __init__(self, reading: Reading, pack_id: str) -> None:
        self._reading = reading
        self._pack_id = pack_id
        self._numbers: Counter[str] = Counter()
        self.written: list[Found] = []
        self._ids: list[tuple[str, str]] = []
        """(cite, id) of every entry written, for what lives on after the end."""

    def body(self) -> list[str]:
        japanese = self._reading.japanese
        client, contractor = self._reading.parties.client, self._reading.parties.contractor
        lines = [
            "schema: hansho/pack-1",
            f"id: {self._pack_id}",
            f"title: {REQUIRED}",
            f"lang: {'ja' if japanese else 'en'}",
            "status: draft",
            f"direction: {'mutual' if self._mutual() else 'one_way'}",
            "parties:",
            f"  client: {{label: {quoted(client)}, kind: company, name: {REQUIRED}}}",
            f"  contractor: {{label: {quoted(contractor)}, kind: company, name: {REQUIRED}}}",
            f"contract_text: {self._pack_id}.contract.txt",
            *self._term(),
            "calendar: {tz: Asia/Tokyo, days: jp-business} # days and hours of the client: ask",
            "contacts:",
            f"  desk: {{label: {REQUIRED}, required: true, slots: [primary, backup, after_hours]}} # who at the client must hear it",
            *self._urgency(),
        ]
        sections = (
            ("duties", self._duties()),
            ("consents", self._consents()),
            ("consultations", self._consultations()),
            ("submissions", self._submissions()),
            ("recurring", self._recurring()),
            ("end_of_contract", self._ends()),
            ("survival", self._survival()),
        )
        for name, entries in sections:
            written = list(entries)
            if written:
                lines += [f"{name}:", *written]
        return [*lines, *self._rights()]

    def _mutual(self) -> bool:
        both = r"甲及び乙|甲又は乙|either party|both parties|each party"
        said = [found for found in self._reading.found if found.kind is Kind.NOTICE]
        return any(re.search(both, found.sentence, re.IGNORECASE) for found in said)

    def _of(self, *kinds: Kind) -> list[Found]:
        return [found for found in self._reading.found if found.kind in kinds]

    def _term(self) -> list[str]:
        lines = [self._dates()]
        renewals = [found for found in self._of(Kind.END) if found.why == "term and renewal"]
        hint = "term or renewal; write it under term (length, auto_renew, opt_out)"
        return [*lines, *(f"# {self._where(found)}: {hint}: {found.sentence}" for found in renewals)]

    def _dates(self) -> str:
        """The term, from the first sentence about one that names two days (in Japanese eras, too)."""
        for clause in self._reading.clauses:
            for sentence in clause.sentences():
                days = era_dates(sentence)
                if (
                    len(days) > 1
                    and days[0] < days[1]
                    and re.search(_TERM, f"{clause.heading} {sentence}", re.IGNORECASE)
                ):
                    return f"term: {{start: {days[0]}, end: {days[1]}}} # line {clause.line}: {sentence}"
        return f"term: {{start: {REQUIRED}, end: {REQUIRED}}}"

    def _urgency(self) -> list[str]:
        words = dict.fromkeys(
            f.limit.word
            for f in self._of(Kind.NOTICE, Kind.CONTAIN)
            if f.limit.word and not f.limit.duration and not wording.only_before(f)
        )
        if not words:
            return []
        lines = ["urgency: # the team's own numbers for the contract's words, never the contract's"]
        return lines + [f"  {quoted(word)}: {wording.OUR_NUMBERS.get(word, wording.USUAL_NUMBERS)}" for word in words]

    def _entry(self, name: str, found: Found, fields: list[str], *, topic: str = "") -> Iterator[str]:
        self._numbers[name] += 1
        made = f"{name}-{self._numbers[name]}"
        self.written.append(found)
        self._ids.append((found.cite, made))
        words = wording.summary(topic or found.kind.value, found)
        yield f"{_ENTRY}# {self._where(found)}: {found.why}{self._limit_note(found)}; sure: {found.sure}"
        for other in found.others:
            yield f"{_INSIDE}# also a number of this sentence: {other.word} = {other.duration}; write an entry for it if it is owed apart"
        for said in found.also:
            yield f"{_INSIDE}# the same clause also says: {said}"
        yield f"{_INSIDE}id: {made}"
        yield f"{_INSIDE}cite: [{quoted(found.cite)}]"
        ja, en = (words.ja, words.en) if not found.limit.duration else wording.with_limit(words, found.limit)
        yield f"{_INSIDE}summary: {{ja: {quoted(ja)}, en: {quoted(en)}}}"
        yield f"{_INSIDE}quote: {quoted(found.sentence)}"
        yield from (f"{_INSIDE}{field}" for field in fields)

    def _where(self, found: Found) -> str:
        page = next((line.page for line in self._reading.text.lines if line.number == found.line), 0)
        return f"line {found.line}, page {page}" if page else f"line {found.line}"

    def _limit_note(self, found: Found) -> str:
        if not found.limit.word:
            return ""
        return f"; {found.limit.word}" + (f" = {found.limit.duration}" if found.limit.duration else "")

    def _clock(self, found: Found, start: str) -> list[str]:
        limit = found.limit
        if limit.duration and not limit.before:
            return [
                f"clock: {{start: {start}, word: {quoted(limit.word)}, limit: {limit.duration}, kind: hard, count: {limit.count}}}"
            ]
        if limit.word:
            return [f"clock: {{start: {start}, word: {quoted(limit.word)}, kind: soft}}"]
        return []

    def _duties(self) -> Iterator[str]:
        contents = [found for found in self._of(Kind.NOTICE) if found.why == wording.CONTENT]
        notices = [
            found for found in self._of(Kind.NOTICE) if found.why != wording.CONTENT and not wording.only_before(found)
        ]
        follow = self._of(Kind.FOLLOW)
        then = [f"follow-{number}" for number, one in enumerate(follow, start=1) if wording.reports_after(one)]
        for place, found in enumerate(notices):
            fields = [
                "type: notice",
                f"stage: {'first' if place == 0 else 'detail'}" if found.limit.duration else "stage: first",
                "to: desk",
            ]
            fields += [
                f"when: {wording.when(found)}",
                *self._clock(found, "first_recognised_at"),
                *self._content(found, contents, place),
            ]
            if place == 0 and then:
                fields.append(f"then: [{', '.join(then)}]")
            yield from self._entry("notice", found, fields)
        for found in self._of(Kind.CONTAIN):
            fields = [
                "type: contain",
                "when: {status: [occurred, suspected]}",
                *self._clock(found, "first_recognised_at"),
            ]
            yield from self._entry("contain", found, fields)
        for found in follow:
            topic = "report" if wording.reports_after(found) else ""
            yield from self._entry("follow", found, self._follow(found), topic=topic)
        for found in self._of(Kind.SURVEY):
            yield from self._entry("survey", found, ["type: survey", "when: {request: inspection}"])
        for found in self._of(Kind.COST):
            yield from self._entry(
                "cost",
                found,
                ["type: cost", "when: {status: [occurred]}", f"bearer: {wording.bearer(found)}", "ledger: true"],
            )
        for found in self._of(Kind.RIGHT):
            if kind := wording.EXPOSURES.get(found.why):
                when = "{status: [occurred]}" if kind == "standby" else "{status: [occurred, suspected]}"
                yield from self._entry(kind, found, [f"type: {kind}", f"when: {when}"], topic=kind)

    def _content(self, found: Found, contents: list[Found], place: int) -> list[str]:
        items = found.items or (contents[0].items if contents and place == 0 else ())
        if not items:
            return []
        other = "en" if self._reading.japanese else "ja"
        own = "ja" if self._reading.japanese else "en"
        lines = ["content:"]
        for number, text in enumerate(items, start=1):
            lines.append(
                f"  - {{id: item_{number}, label: {{{own}: {quoted(text.rstrip('。.;'))}, {other}: {REQUIRED}}}}}"
            )
        return lines

    def _follow(self, found: Found) -> list[str]:
        if wording.reports_after(found):
            return ["type: deliver", "when: {spawned: true}", *self._clock(found, "notified_client_at")]
        if found.limit.duration and found.why.endswith("when asked"):
            return ["type: answer", "when: {request: status_report}", *self._clock(found, "client_asked_at")]
        if found.limit.duration:
            return ["type: instruction", "when: {request: correction}", *self._clock(found, "client_asked_at")]
        if found.why.endswith("when asked"):
            return [
                "type: answer",
                "when: {request: status_report}",
                "clock: {start: client_asked_at, limit: as_requested, kind: soft}",
            ]
        if found.why.startswith("instructions"):
            return [
                "type: instruction",
                "when: {spawned: true}",
                "clock: {start: client_asked_at, limit: as_instructed, kind: soft}",
            ]
        return ["type: cooperate", "when: {status: [occurred]}"]

    def _consents(self) -> Iterator[str]:
        for found in self._of(Kind.CONSENT):
            gates = wording.gates(f"{found.sentence} {found.heading} {' '.join(found.items)}")
            fields = [
                f"gate: [{', '.join(gates)}]",
                f"from: {wording.who_agrees(found)}",
                f"per: {wording.how_often(found)}",
            ]
            if form := wording.form(found):
                fields.append(f"form: {{ja: {form.ja}, en: {form.en}}}")
            yield from self._entry("consent", found, fields)
        for found in self._of(Kind.NOTICE):
            if wording.only_before(found):
                yield from self._entry(
                    "tell-before", found, [f"gate: [{REQUIRED}]", "from: notice_only"], topic="tell-before"
                )

    def _consultations(self) -> Iterator[str]:
        for found in self._of(Kind.CONSULT):
            topic, opens = wording.topic(found)
            fields = [f"topic: {topic}", f"opens_when: {opens}"]
            if topic == "publication":
                fields.append("must_finish_before: publish")
            yield from self._entry("consultation", found, fields)

    def _submissions(self) -> Iterator[str]:
        for found in self._of(Kind.SUBMIT):
            fields = ["to: desk"]
            if found.why == "a change is filed":
                fields += [
                    "when: {change: [storage, cloud, subcontractor, manager, place]}",
                    *self._clock(found, "change_at"),
                ]
            else:
                fields += ["at: contract_start", *self._clock(found, "contract_start")]
            yield from self._entry("submission", found, fields)

    def _recurring(self) -> Iterator[str]:
        for found in self._of(Kind.BEHAVE):
            yield from self._entry("habit", found, [f"every: {wording.interval(found)} # how often is our proposal"])

    def _ends(self) -> Iterator[str]:
        for found in self._of(Kind.END):
            if found.why.startswith("give back"):
                kind = "erase" if re.search(r"消去|delet|eras|destr", found.sentence, re.IGNORECASE) else "return"
                yield from self._entry("end", found, [f"type: {kind}", *self._clock(found, "work_completed_at")])

    def _survival(self) -> Iterator[str]:
        for found in self._of(Kind.END):
            if found.why != "lives on after the end":
                continue
            rules = [rule for cite, rule in self._ids if wording.lives_on(found, cite)]
            if rules:
                yield f"{_ENTRY}# {self._where(found)}: {found.sentence}"
                yield f"{_INSIDE}cite: [{quoted(found.cite)}]"
                yield f"{_INSIDE}rules: [{', '.join(dict.fromkeys(rules))}]"
            else:
                yield f"# {self._where(found)}: lives on after the end, and names no entry above: {found.sentence}"

    def _rights(self) -> list[str]:
        said = [found for found in self._of(Kind.RIGHT) if found.why not in wording.EXPOSURES]
        if not said:
            return []
        lines = ["", "# Scope, definitions and rights of the client: no duty of ours, good to know."]
        return [*lines, *(f"# - {self._where(found)}, {found.cite}: {found.why}" for found in said)]
