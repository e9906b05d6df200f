"""Tokens and drafts in the database are sealed with keys made of the desk's own, which the database does not hold."""

from base64 import urlsafe_b64encode
from collections.abc import Iterable

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

TOKENS = b"refresh tokens of staff sessions"
DRAFTS = b"drafts of forms"
KEY_BYTES = 32


class Seal:
    """Closes with the first key; opens what any of the keys has closed, so that a key can be exchanged."""

    def __init__(self, keys: Iterable[str], purpose: bytes = TOKENS) -> None:
        self._keys = MultiFernet([_made_of(key, purpose) for key in keys])

    def close(self, text: str) -> str:
        """The text, readable only with the key."""
        return self._keys.encrypt(text.encode()).decode()

    def open(self, sealed: str) -> str | None:
        """What was closed; None when it was changed, or closed with a key that is no longer here."""
        try:
            return self._keys.decrypt(sealed.encode()).decode()
        except InvalidToken:
            return None


def _made_of(key: str, purpose: bytes) -> Fernet:
    made = HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=None, info=purpose).derive(key.encode())
    return Fernet(urlsafe_b64encode(made))
