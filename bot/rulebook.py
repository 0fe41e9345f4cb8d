"""The packs and the office file in force: loaded at the start, taken over again when somebody edits them and they are good."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Self

from bot.documents.word import FormRefused, read_form
from bot.documents.word import check as check_form
from bot.exits import Exit, StartRefused
from bot.packs.laws import LawPack
from bot.packs.listing import lines_of_pack
from bot.packs.loader import OFFICE_FILE, SHIPPED, PackSet, load_directory
from bot.packs.office import Office
from bot.packs.problems import Problem
from bot.packs.schema import Pack

Fingerprint = tuple[tuple[str, int, int], ...]


class PackBook:
    """The rule book of bot.services.ports. Threads read it while it is renewed: office and packs change together, at once."""

    def __init__(
        self,
        folder: Path,
        office: Office,
        packs: Mapping[str, Pack],
        fingerprint: Fingerprint,
        laws: Mapping[str, LawPack] | None = None,
    ) -> None:
        """Take a loaded folder; use `load`."""
        self.folder = folder
        self.refused_digest = ""
        """Names the last refused state of the folder, so that it is told once."""
        self._good = (office, packs, laws or {})
        self._seen = self._judged = fingerprint

    @classmethod
    def load(cls, folder: Path | None) -> Self:
        """Read the folder.

        Raises:
            StartRefused: no folder is named, or something in it does not pass (file and line are named).
        """
        if folder is None:
            raise StartRefused(
                Exit.BAD_INPUT, f"PACKS_DIR has to name the folder with your packs and {OFFICE_FILE}, see README"
            )
        seen = fingerprint(folder)
        loaded = with_forms(folder, load_directory(folder))
        if loaded.office is None or loaded.errors:
            first = str(loaded.errors[0]) if loaded.errors else f"{folder / OFFICE_FILE}: cannot be read"
            more = f" (and {len(loaded.errors) - 1} more: `hansho packs check`)" if len(loaded.errors) > 1 else ""
            raise StartRefused(Exit.BAD_INPUT, f"{first}{more}")
        return cls(folder, loaded.office, loaded.in_force, seen, loaded.laws)

    @property
    def office(self) -> Office:
        """The office file."""
        return self._good[0]

    @property
    def packs(self) -> Mapping[str, Pack]:
        """Packs in force, by id."""
        return self._good[1]

    @property
    def laws(self) -> Mapping[str, LawPack]:
        """Laws that are switched on, by id."""
        return self._good[2]

    def reload(self) -> list[str] | None:
        """Look at the folder: None when nothing new can be said, [] when good packs were taken over, else what is wrong.

        A change is judged only when the next look finds it unchanged, so that a file half saved alarms nobody.
        """
        now = fingerprint(self.folder)
        steady, self._seen = now == self._seen, now
        if now == self._judged or not steady:
            return None
        self._judged = now
        loaded = with_forms(self.folder, load_directory(self.folder))
        if loaded.office is None or loaded.errors:
            problems = [str(problem) for problem in loaded.errors] or [f"{self.folder / OFFICE_FILE}: cannot be read"]
            self.refused_digest = hashlib.sha256("\n".join(problems).encode()).hexdigest()[:16]
            return problems
        self._good = (loaded.office, loaded.in_force, loaded.laws)
        return []


def with_forms(folder: Path, loaded: PackSet) -> PackSet:
    """Return what was loaded, with what is wrong with the clients' Word forms: they are templates, and come from outside."""
    found: list[Problem] = []
    for pack in loaded.packs.values():
        form = pack.notices.form
        if not form or not (folder / form).is_file():
            continue  # that it is missing was said with its line
        try:
            check_form(read_form(folder / form))
        except FormRefused as refused:
            message, hint = _FORMS[refused.code]
            found.append(Problem(str(folder / form), 1, 1, f"{pack.id}: notices.form", f"{message} ({refused})", hint))
    return replace(loaded, problems=(*loaded.problems, *found))


_FORMS = {
    "form_missing": ("the form cannot be read", "look at its permissions"),
    "form_too_large": ("the form is too large", "a form has words and a logo: at most 5 MB, 50 MB unpacked"),
    "form_not_word": ("this is no Word file", "save it as .docx, without macros"),
    "form_runs_code": ("the form tries to run code", "use only the places docs/notices.md names: values, if, for"),
    "form_broken": (
        "a place in the form is not closed or not written right",
        "write {{ subject }}, {% for item in items %}",
    ),
    "form_unknown_field": ("the form names something no report has", "use only the places docs/notices.md names"),
}
"""By code of FormRefused: what is wrong, and what to do."""


def fingerprint(folder: Path) -> Fingerprint:
    """Return name, time and size of every file that may matter; a missing folder has none."""
    found = []
    for path in sorted(folder.iterdir()) if folder.is_dir() else ():
        try:
            stat = path.stat()
        except OSError:
            continue  # removed while we looked
        found.append((path.name, stat.st_mtime_ns, stat.st_size))
    return tuple(found)


def folder_of(chosen: Path | None) -> Path:
    """Return the folder to look at: the chosen one, or the packs that come with the program."""
    return chosen or SHIPPED


def check_folder(folder: Path) -> PackSet:
    """Read a folder to check it. The shipped packs have no office file, and need none."""
    loaded = with_forms(folder, load_directory(folder))
    if folder.resolve() != SHIPPED.resolve():
        return loaded
    kept = tuple(problem for problem in loaded.problems if not problem.file.endswith(OFFICE_FILE))
    return replace(loaded, problems=kept)


def shown(packs: Mapping[str, Pack], pack_id: str, locale: str) -> Iterator[str]:
    """Give lines about all packs, or about one: its duties with word, limit and citation.

    Raises:
        StartRefused: there is no such pack.
    """
    if not pack_id:
        for pack in packs.values():
            yield f"{pack.id}  {pack.status}  {_words(pack.parties.client.name, locale)}"
        return
    pack_or_none = packs.get(pack_id)
    if pack_or_none is None:
        raise StartRefused(
            Exit.BAD_INPUT, f"there is no pack {pack_id}; there are {', '.join(sorted(packs)) or 'none'}"
        )
    pack = pack_or_none
    yield f"{pack.id}  {pack.status}  {_words(pack.parties.client.name, locale)}"
    yield from lines_of_pack(pack, locale)


def _words(words: object, locale: str) -> str:
    return str(getattr(words, locale, "") or getattr(words, "ja", ""))
