"""Word documents: a report filled into the client's own form (docxtpl), or into ours. A form is a template and no program.

A form is a .docx with places such as {{ subject }} and {% for item in items %}. It comes from outside, so it is read like any
outsider's: a closed list of what a template may hold is checked before anything runs, and what runs does so in a sandbox.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import jinja2
from docxtpl import DocxTemplate
from jinja2 import nodes
from jinja2.sandbox import SandboxedEnvironment

from bot.domain.errors import HanshoError

OURS = Path(__file__).parent / "forms"
"""Our own forms, by the template their PDF is made with."""
_OURS = {"letter": "notice.docx", "paper": "paper.docx"}
FORM_BYTES = 5_000_000
"""A form of words and a logo; what is larger is a mistake, or meant to hurt."""
UNPACKED_BYTES = 50_000_000
_EPOCH = (1980, 1, 1, 0, 0, 0)
"""The earliest instant a ZIP archive can name; the same for all, so that the same data give the same bytes."""
_FILTERS = frozenset({"upper", "lower", "trim", "default", "length", "first", "last"})
_DEEPEST = 3
"""Loops inside loops; each level multiplies the work."""
_ALLOWED = (
    nodes.Template, nodes.Output, nodes.TemplateData, nodes.Name, nodes.Getattr, nodes.Getitem, nodes.Const, nodes.For, nodes.If,
    nodes.Compare, nodes.Operand, nodes.And, nodes.Or, nodes.Not, nodes.Filter, nodes.Concat, nodes.CondExpr,
)  # fmt: skip
"""What a form needs: values, loops over what it is given, choices. No call, no macro, no import, no arithmetic."""


SAMPLE: Mapping[str, Any] = {
    **dict.fromkeys(("lang", "kind", "title", "heading", "subject", "mail_subject", "ref", "dated", "opening"), "x"),
    **dict.fromkeys(("changed_mark", "legend", "closing", "drill"), "x"),
    "to": ["x"],
    "sender": ["x"],
    "items": [{"number": "1", "label": "x", "value": "x", "unknown": False, "changed": True}] * 2,
}  # fmt: skip
"""Everything a form may name, as bot.views.letter composes it."""


class FormRefused(HanshoError):
    """A client's form cannot be used. `code` names why, in the list of docs/notices.md."""

    def __init__(self, code: str, detail: str = "") -> None:
        """Take the reason's code and what in the form it is about (never data)."""
        super().__init__(f"{code} ({detail[:120]})" if detail else code)
        self.code = code


class FormEnvironment(SandboxedEnvironment):
    """Jinja for forms. Every template of a form, header and footer included, passes `_parse` and is judged there."""

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        tree = super()._parse(source, name, filename)
        for node in tree.iter_child_nodes():
            _judge(node, 0)
        return tree


def _judge(node: nodes.Node, loops: int) -> None:
    loops += isinstance(node, nodes.For)
    if loops > _DEEPEST:
        raise FormRefused("form_runs_code", "too many loops")
    if not isinstance(node, _ALLOWED):
        raise FormRefused("form_runs_code", type(node).__name__)
    if isinstance(node, nodes.Getattr) and node.attr.startswith("_"):
        raise FormRefused("form_runs_code", node.attr)
    if isinstance(node, nodes.Getitem) and not isinstance(node.arg, nodes.Const):
        raise FormRefused("form_runs_code", "[...]")
    if isinstance(node, nodes.Filter) and node.name not in _FILTERS:
        raise FormRefused("form_runs_code", node.name)
    for inner in node.iter_child_nodes():
        _judge(inner, loops)


def fill(form: bytes | None, data: Mapping[str, Any], *, template: str = "letter") -> bytes:
    """Return the Word document of a form (None: ours for `template`) over `data` (JSON values); the same bytes for the same data.

    Raises:
        FormRefused: the form cannot be used; see its code.
    """
    content = _ours(template) if form is None else form
    _check_file(content)
    environment = FormEnvironment(autoescape=True, undefined=jinja2.StrictUndefined)
    try:
        sheet = DocxTemplate(io.BytesIO(content))
        given = _for_xml(data)
        sheet.render(given, jinja_env=environment)
        _say_drill(sheet.docx, str(given.get("drill") or ""))
        made = io.BytesIO()
        sheet.save(made)
    except FormRefused:
        raise
    except jinja2.exceptions.SecurityError as error:
        raise FormRefused("form_runs_code") from error
    except jinja2.UndefinedError as error:
        raise FormRefused("form_unknown_field", str(error.message)) from None
    except jinja2.TemplateSyntaxError as error:
        raise FormRefused("form_broken", str(error.message)) from None
    except (KeyError, ValueError, TypeError, AttributeError, OSError, SyntaxError) as error:  # not what Word writes
        raise FormRefused("form_not_word", type(error).__name__) from error
    return _without_dates(made.getvalue())


def _say_drill(document: Any, drill: str) -> None:
    """Put the mark of a drill before everything else where the form has no place for it: nobody may take a drill for real."""
    body = document.element.body
    if drill and drill not in "".join(body.itertext()):
        mark = document.add_paragraph()
        mark.add_run(drill).bold = True
        body.insert(0, mark._p)  # noqa: SLF001 - the library moves no paragraph otherwise


def check(form: bytes) -> None:
    """Pass when a form can be filled with a report of every kind. Raises FormRefused."""
    for kind in ("first", "final"):
        fill(form, {**SAMPLE, "kind": kind})


def read_form(path: Path) -> bytes:
    """Return a form's bytes. Raises FormRefused when it is not there or too large; nothing of a large one is read."""
    try:
        if path.stat().st_size > FORM_BYTES:
            raise FormRefused("form_too_large", path.name)
        return path.read_bytes()
    except OSError:
        raise FormRefused("form_missing", path.name) from None


def _check_file(content: bytes) -> None:
    if len(content) > FORM_BYTES:
        raise FormRefused("form_too_large")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            sizes = {part.filename: part.file_size for part in archive.infolist()}
    except (zipfile.BadZipFile, ValueError, OSError):
        raise FormRefused("form_not_word") from None
    if sum(sizes.values()) > UNPACKED_BYTES:
        raise FormRefused("form_too_large", "unpacked")
    if "word/document.xml" not in sizes or "word/vbaProject.bin" in sizes:
        raise FormRefused("form_not_word")


def _for_xml(value: Any) -> Any:
    """The data without signs that XML 1.0 forbids; a form feed or bell would mean a new page or paragraph to docxtpl."""
    if isinstance(value, str):
        return "".join(
            sign
            for sign in value
            if sign in "\n\t" or (sign.isprintable() and sign not in "\ufffe\uffff") or sign == "\u3000"
        )
    if isinstance(value, Mapping):
        return {str(key): _for_xml(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_for_xml(inner) for inner in value]
    return value


def _without_dates(content: bytes) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            new.writestr(zipfile.ZipInfo(part.filename, _EPOCH), old.read(part), zipfile.ZIP_DEFLATED)
    return made.getvalue()


@cache
def _ours(template: str) -> bytes:
    return (OURS / _OURS[template]).read_bytes()
