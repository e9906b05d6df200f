"""A client's keys: the first signs, and Keycloak knows the public half of each."""

import json

from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, EllipticCurvePrivateKey, generate_private_key
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from joserfc.jwk import ECKey

from provisioner.settings.pem import MOST, is_pem, private_keys

ALGORITHM = "ES256"


def public_halves(text: str) -> str:
    """What Keycloak must know of these keys: a JSON key set."""
    keys = [signing(key).as_dict(private=False) for key in private_keys(text)]
    return json.dumps({"keys": keys}, sort_keys=True, separators=(",", ":"))


def with_new_key(text: str) -> str:
    """The same keys behind a new one, so that what is still signed with the last one stays good; no older ones.

    A secret is left behind: there is no time in which Keycloak takes both.
    """
    kept = private_keys(text)[: MOST - 1] if is_pem(text) else []
    return "".join(_pem(key) for key in [generate_private_key(SECP256R1()), *kept])


def signing(key: EllipticCurvePrivateKey) -> ECKey:
    """The key as statements are signed with it, named by its own thumbprint."""
    made = ECKey.import_key(_pem(key), {"use": "sig", "alg": ALGORITHM})
    made.ensure_kid()
    return made


def _pem(key: EllipticCurvePrivateKey) -> str:
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()
