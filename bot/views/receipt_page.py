"""The page on which the client's desk confirms receipt: plain HTML, one field, one button; it works on any telephone, without scripts.

It names the report, its date and us, and nothing else. What is typed is escaped; the style is the page's own.
"""

from __future__ import annotations

import base64
import hashlib
from datetime import datetime
from html import escape

from bot.domain.people import Locale
from bot.views.notice_words import written_when
from bot.views.pictures import BiText
from bot.views.texts import text

STYLE = (
    "body{margin:0;background:#f4f2ee;color:#1d1c1d;font:17px/1.7 system-ui,'Hiragino Sans','Noto Sans CJK JP',sans-serif}"
    "main{max-width:34rem;margin:0 auto;padding:1.5rem 1.25rem 3rem}"
    "h1{font-size:1.35rem;line-height:1.4;margin:.5rem 0 1rem}"
    "dl{margin:0 0 1.5rem;padding:1rem;background:#fff;border:1px solid #ddd8cf;border-radius:.5rem}"
    "dt{font-size:.85rem;color:#5b5751}dd{margin:0 0 .6rem}dd:last-child{margin:0}"
    "label{display:block;font-weight:600;margin-bottom:.35rem}"
    "input[type=text]{box-sizing:border-box;width:100%;font:inherit;padding:.7rem;border:1px solid #8a857c;border-radius:.4rem;background:#fff}"
    "button{display:block;width:100%;margin-top:1rem;padding:.9rem;font:inherit;font-weight:700;color:#fff;background:#7a1b1b;"
    "border:0;border-radius:.4rem}"
    "button:focus-visible,input:focus-visible,a:focus-visible{outline:3px solid #1264a3;outline-offset:2px}"
    ".said{padding:1rem;border-radius:.5rem;background:#e6f2ea;border:1px solid #9cc7aa}"
    ".wrong{padding:.8rem 1rem;border-radius:.5rem;background:#fbeaea;border:1px solid #d9a0a0}"
    ".foot{margin-top:2rem;font-size:.9rem;color:#5b5751}nav{text-align:right;font-size:.9rem}a{color:#1264a3}"
)
STYLE_HASH = "sha256-" + base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()
"""Names the one style the page may have, in its Content-Security-Policy."""
NAME_LIMIT = 100


def ask_page(
    locale: Locale,
    *,
    title: BiText,
    ref: str,
    issued_at: datetime,
    company: BiText,
    phone: str,
    zone: str,
    proof: str,
    typed: str = "",
    wrong: str = "",
) -> str:
    """The page that asks. `proof` is the form's hidden value; `wrong` is a sentence about what was typed."""
    said = f'<p class="wrong" role="alert" id="wrong">{escape(wrong)}</p>' if wrong else ""
    described = ' aria-describedby="wrong" aria-invalid="true"' if wrong else ""
    form = (
        f'<form method="post" action="?lang={locale}">'
        f'<input type="hidden" name="proof" value="{escape(proof)}">'
        f'<label for="name">{escape(text(locale, "receipt_page.name"))}</label>'
        f'<input type="text" id="name" name="name" maxlength="{NAME_LIMIT}" autocomplete="name" required'
        f' value="{escape(typed[:NAME_LIMIT])}"{described}>'
        f'<button type="submit">{escape(text(locale, "button.receipt"))}</button></form>'
    )
    facts = _facts(locale, title=title, ref=ref, issued_at=issued_at, company=company, zone=zone)
    heading = text(locale, "receipt_page.ask")
    return _page(locale, heading, f"{facts}{said}{form}", phone=phone, company=company)


def done_page(
    locale: Locale,
    *,
    title: BiText,
    ref: str,
    issued_at: datetime,
    company: BiText,
    phone: str,
    zone: str,
    received_at: datetime,
    received_by: str,
    now: bool,
) -> str:
    """The page after it was confirmed: just `now`, or some time before."""
    at = written_when(received_at, locale, zone)
    key = "receipt_page.thanks" if now else "receipt_page.already"
    said = f'<p class="said" role="status">{escape(text(locale, key, at=at, name=received_by))}</p>'
    facts = _facts(locale, title=title, ref=ref, issued_at=issued_at, company=company, zone=zone)
    return _page(locale, text(locale, "receipt_page.done"), f"{said}{facts}", phone=phone, company=company)


def calm_page(locale: Locale, why: str, *, phone: str, company: BiText) -> str:
    """The page for a link that cannot be used: `why` is altered, expired, often or away. It names no report."""
    body = f"<p>{escape(text(locale, f'receipt_page.{why}'))}</p>"
    return _page(locale, text(locale, "receipt_page.cannot"), body, phone=phone, company=company)


def _facts(locale: Locale, *, title: BiText, ref: str, issued_at: datetime, company: BiText, zone: str) -> str:
    rows = (
        ("receipt_page.report", title.of(locale)),
        ("receipt_page.ref", ref),
        ("receipt_page.dated", written_when(issued_at, locale, zone)),
        ("receipt_page.from", company.of(locale)),
    )
    listed = "".join(f"<dt>{escape(text(locale, key))}</dt><dd>{escape(words)}</dd>" for key, words in rows if words)
    return f"<dl>{listed}</dl>"


def _page(locale: Locale, heading: str, body: str, *, phone: str, company: BiText) -> str:
    other: Locale = "en" if locale == "ja" else "ja"
    call = text(locale, "receipt_page.call", phone=phone) if phone else ""
    foot = "　".join(part for part in (company.of(locale), call) if part)
    return (
        f'<!doctype html><html lang="{locale}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        '<meta name="robots" content="noindex,nofollow"><meta name="referrer" content="no-referrer">'
        f"<title>{escape(heading)}</title><style>{STYLE}</style></head><body><main>"
        f'<nav><a href="?lang={other}" lang="{other}" hreflang="{other}">{escape(text(other, "receipt_page.language"))}</a></nav>'
        f'<h1>{escape(heading)}</h1>{body}<p class="foot">{escape(foot)}</p></main></body></html>'
    )
