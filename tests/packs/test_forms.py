"""A client's Word form beside its pack: found, read as an outsider's, and refused with the file's name and what to do."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from bot.documents import word
from bot.documents.word import FormRefused
from bot.exits import StartRefused
from bot.rulebook import _FORMS, PackBook, check_folder
from tests.documents.forms import form
from tests.stories.harness import DEMO_PACKS


@pytest.fixture
def packs(tmp_path: Path) -> Path:
    folder = tmp_path / "packs"
    shutil.copytree(DEMO_PACKS, folder)
    with (folder / "kawabata.yaml").open("a", encoding="utf-8") as pack:
        pack.write("notices: {approval: responsible, form: forms/report.docx, next_report: PT2H}\n")
    (folder / "forms").mkdir()
    return folder


def test_a_good_form_is_taken(packs: Path) -> None:
    (packs / "forms" / "report.docx").write_bytes(
        form("{{ subject }}", "{%p for i in items %}", "{{ i.value }}", "{%p endfor %}")
    )
    assert check_folder(packs).errors == ()
    assert PackBook.load(packs).packs["kawabata-2026"].notices.form == "forms/report.docx"


def test_a_form_that_is_not_there_is_named_with_its_line(packs: Path) -> None:
    (problem,) = check_folder(packs).errors
    assert "forms/report.docx is not in the pack's folder" in str(problem)
    assert "kawabata.yaml:" in str(problem)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (form("{{ ''.__class__ }}"), "tries to run code"),
        (form("{{ anybody }}"), "names something no report has"),
        (form("{% if x %}"), "not closed"),
        (b"x", "no Word file"),
        (b"0" * 6_000_000, "too large"),
    ],
)
def test_a_form_that_cannot_be_used_stops_the_folder_and_says_why(packs: Path, content: bytes, said: str) -> None:
    (packs / "forms" / "report.docx").write_bytes(content)
    (problem,) = check_folder(packs).errors
    assert said in str(problem)
    assert "report.docx" in str(problem)
    with pytest.raises(StartRefused, match=said):
        PackBook.load(packs)


@pytest.mark.parametrize("name", ["../other.docx", "/etc/passwd", "forms/report.doc", "forms/a.docm", "C:\\a.docx"])
def test_a_form_is_a_word_file_in_the_packs_own_folder(packs: Path, name: str) -> None:
    file = packs / "kawabata.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("forms/report.docx", f"'{name}'"), encoding="utf-8")
    assert [p for p in check_folder(packs).errors if "is not a form beside the pack" in str(p)]


def test_an_approval_that_nobody_can_give_is_refused(packs: Path) -> None:
    (packs / "forms" / "report.docx").write_bytes(form("{{ subject }}"))
    for file in (packs / "kawabata.yaml", packs / "office.yaml"):
        lines = file.read_text(encoding="utf-8").splitlines()
        kept = [line for line in lines if not line.startswith("  responsible:")]
        file.write_text("\n".join(kept) + "\n", encoding="utf-8")
    assert [p for p in check_folder(packs).errors if "whose approval a report needs" in str(p)]


def test_every_reason_to_refuse_a_form_has_its_words() -> None:
    source = Path(word.__file__).read_text(encoding="utf-8")
    codes = {part.split('"')[0] for part in source.split('FormRefused("')[1:]}
    assert codes == set(_FORMS)
    assert FormRefused("form_missing").code in _FORMS
