"""Private keys in place of a client's secret: PEM blocks, the first one signs."""

import re

from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, EllipticCurvePrivateKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key

BEGINNING = "-----BEGIN"
BLOCK = re.compile(r"-----BEGIN [A-Z ]+-----.*?-----END [A-Z ]+-----", re.DOTALL)
MOST = 2
"""The one in use and the one before it: more would never be forgotten."""


def is_pem(text: str) -> bool:
    """Whether this is meant as keys, not as a secret."""
    return text.lstrip().startswith(BEGINNING)


def private_keys(text: str) -> list[EllipticCurvePrivateKey]:
    """The keys of a file, in its order. Raises ValueError for anything but one or two of the curve P-256."""
    blocks = BLOCK.findall(text)
    if not 1 <= len(blocks) <= MOST or BLOCK.sub("", text).strip():
        raise ValueError("one or two private keys are expected, as `provisioner realm rotate-key` writes them")
    return [_key(block) for block in blocks]


def _key(block: str) -> EllipticCurvePrivateKey:
    try:
        key = load_pem_private_key(block.encode(), password=None)
    except (ValueError, TypeError):
        raise ValueError("a private key that cannot be read, or is under a password") from None
    if not isinstance(key, EllipticCurvePrivateKey) or not isinstance(key.curve, SECP256R1):
        raise ValueError("a private key of another kind; the curve P-256 is expected")
    return key
