"""The link for a receipt: what we signed is read back, and nothing else is, whichever letter of it was changed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from string import ascii_letters, digits

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.delivery import is_mail_address
from bot.domain.ids import new_id
from bot.domain.receipt_link import ReceiptLinks

AT = datetime(2026, 12, 8, 18, 5, tzinfo=UTC)
LINKS = ReceiptLinks("https://hansho.example", "k" * 32)
TOKEN = LINKS.token(new_id(AT), AT)
INSTANTS = st.datetimes(min_value=datetime(2026, 1, 1), max_value=datetime(2100, 1, 1)).map(
    lambda found: found.replace(microsecond=0, tzinfo=UTC)
)


@given(at=INSTANTS)
def test_what_was_signed_is_read_back_and_fits_an_address(at: datetime) -> None:
    delivery = new_id(at)
    link = LINKS.to(delivery, at)
    token = link.removeprefix("https://hansho.example/receipt/")
    found = LINKS.read(token)
    assert found is not None
    assert (found.delivery_id, found.expires_at) == (delivery, at)
    assert set(token) <= {*ascii_letters, *digits, "-", "_", "."}


@given(place=st.integers(0, len(TOKEN) - 1), bit=st.integers(0, 7))
def test_every_flipped_bit_is_refused(place: int, bit: int) -> None:
    raw = bytearray(TOKEN.encode())
    raw[place] ^= 1 << bit
    assert LINKS.read(raw.decode("latin-1")) is None


def test_every_single_bit_is_refused() -> None:
    """All of them: a last letter with unused bits would be the one that a decoder forgives."""
    for place in range(len(TOKEN)):
        for bit in range(8):
            raw = bytearray(TOKEN.encode())
            raw[place] ^= 1 << bit
            assert LINKS.read(raw.decode("latin-1")) is None, (place, bit)


@given(words=st.text(max_size=300))
def test_nothing_that_we_did_not_sign_is_read(words: str) -> None:
    assert LINKS.read(words) is None


@given(cut=st.integers(0, len(TOKEN) - 1), more=st.text(alphabet=ascii_letters + digits + ".=", max_size=5))
def test_a_link_that_is_cut_off_or_longer_is_refused(cut: int, more: str) -> None:
    assert LINKS.read(TOKEN[:cut]) is None
    assert LINKS.read(TOKEN + more) is None or more == ""


def test_another_key_another_use_and_a_later_end_are_refused() -> None:
    delivery, seconds, signature = TOKEN.split(".")
    assert ReceiptLinks("https://hansho.example", "x" * 32).read(TOKEN) is None
    later = int((AT + timedelta(days=400)).timestamp())
    assert LINKS.read(f"{delivery}.{later}.{signature}") is None
    assert LINKS.read(f"{delivery}.{seconds}.{LINKS.form_proof(f'{delivery}.{seconds}')}") is None
    assert not LINKS.is_form_proof(TOKEN, signature)
    assert LINKS.is_form_proof(TOKEN, LINKS.form_proof(TOKEN))
    assert "k" * 32 not in repr(LINKS)


@given(words=st.text(max_size=80))
def test_no_address_begins_another_header_or_command(words: str) -> None:
    if is_mail_address(words):
        assert not set("\r\n\x00 <>,") & set(words)
        assert words.count("@") == 1 and words.isprintable()
