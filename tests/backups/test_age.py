"""Sealed files have the format of age: what its own program wrote is opened here, and the reverse was tried by hand."""

import io
from base64 import b64decode
from datetime import UTC, datetime
from pathlib import Path

import pytest

from provisioner.backups.age import (
    BadKey,
    Identity,
    NotForThisKey,
    Opened,
    Recipient,
    Sealed,
    Unreadable,
    read_identity,
)
from provisioner.backups.age.chunks import CHUNK

KEY = "AGE-SECRET-KEY-" + "1S0WN0MYTNM6LMYS39PUK353Z0LKQ9YA94T60CXFNMWWASJZHU7WSUSLLET"
"""Made by `age-keygen` 1.1.1 for this test, with its public half and what `age -r` made of a text."""
PUBLIC = "age1q90x55lt0hy75gcr4nf8zs3sl6j2ewja0vaeh47wzy7avjd9tg2q6qd0tj"
TEXT = "zażółć gęślą jaźń"
WRITTEN = b64decode(
    "YWdlLWVuY3J5cHRpb24ub3JnL3YxCi0+IFgyNTUxOSB6cTdiZmJtNnlVcTRaZDJXMncyZDEzTzFMaTVXU0ttdjNqWXZHeWljbGpFCkNseURKWU"
    "VNODZ1Q1ZYeTUxS3QyYWNwNDduMmkzRGo3ZThOYlQwR2VodGMKLS0tIGYrZ055Z3F1Ujc1TDVKQ0dhbE1mY0YraTJHTm1RMi8rc3VZaXVlT0Fw"
    "ckEKMBByyFNCymXvLfkjDRvFwt9OcdkZ9FZNe3mVZA8/z2gkERGmV2nOFWMxbihAQ7PK3H7xrHbCKGSKnA=="
)


def key_in(folder: Path, text: str) -> Identity:
    (folder / "key").write_text(text)
    return read_identity(folder / "key")


def sealed(content: bytes, *readers: Identity) -> bytes:
    out = io.BytesIO()
    writing = Sealed(out, [one.recipient for one in readers])
    writing.write(content)
    writing.end()
    return out.getvalue()


def opened(file: bytes, identity: Identity) -> bytes:
    reading = Opened(io.BytesIO(file), identity)
    return b"".join(iter(lambda: reading.read(40_000), b""))


def test_what_age_wrote_is_opened_with_the_key_that_it_made(tmp_path: Path) -> None:
    identity = key_in(tmp_path, f"# created: long ago\n# public key: {PUBLIC}\n{KEY}\n")
    assert str(identity.recipient) == PUBLIC
    assert opened(WRITTEN, identity).decode() == TEXT


@pytest.mark.parametrize("size", [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK])
def test_any_size_comes_back_for_each_of_several_readers_and_nobody_else(size: int) -> None:
    first, second = Identity.new(), Identity.new()
    content = bytes(range(256)) * (size // 256) + bytes(size % 256)
    file = sealed(content, first, second)
    assert opened(file, first) == opened(file, second) == content
    with pytest.raises(NotForThisKey):
        opened(file, Identity.new())


@pytest.mark.parametrize("cut", [1, 16, CHUNK + 16, 2 * (CHUNK + 16)])
def test_a_missing_end_is_found_also_where_a_piece_ends(cut: int) -> None:
    identity = Identity.new()
    with pytest.raises(Unreadable):
        opened(sealed(bytes(3 * CHUNK), identity)[:-cut], identity)


def test_pieces_that_change_places_are_found() -> None:
    identity = Identity.new()
    file = sealed(bytes(3 * CHUNK), identity)
    head, piece = len(file) - 3 * (CHUNK + 16), CHUNK + 16
    first, second = file[head : head + piece], file[head + piece : head + 2 * piece]
    with pytest.raises(Unreadable):
        opened(file[:head] + second + first + file[head + 2 * piece :], identity)


def test_a_key_comes_back_from_its_file_and_is_not_shown(tmp_path: Path) -> None:
    identity = Identity.new()
    text = identity.file(datetime.now(UTC))
    assert key_in(tmp_path, text).recipient == identity.recipient == Recipient.of(str(identity.recipient))
    assert "SECRET" not in repr(identity)


@pytest.mark.parametrize("text", ["", "nonsense", PUBLIC, KEY.swapcase()[:20] + KEY[20:], KEY[:-1] + "Q"])
def test_another_text_than_a_private_key_is_refused_and_not_repeated(tmp_path: Path, text: str) -> None:
    with pytest.raises(BadKey) as told:
        key_in(tmp_path, text)
    assert not text or text not in str(told.value)


@pytest.mark.parametrize("text", ["age1nonsense", KEY, PUBLIC[:-1] + "q", PUBLIC.replace("q90", "q91")])
def test_a_public_key_with_a_slip_in_it_is_refused(text: str) -> None:
    with pytest.raises(BadKey):
        Recipient.of(text)
