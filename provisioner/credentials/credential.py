"""One client's way to show who it is."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from uuid import uuid4

from joserfc import jwt
from joserfc.jwk import ECKey
from pydantic import SecretStr

from provisioner.credentials.keys import ALGORITHM, signing
from provisioner.settings.pem import is_pem, private_keys

SIGNED = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
SECONDS = 60
"""So long a statement is good for; each is shown once."""


@dataclass(frozen=True)
class Credential:
    """A secret, or the key that signs; neither is ever printed."""

    secret: str = field(default="", repr=False)
    key: ECKey | None = field(default=None, repr=False)

    def shown(self, client_id: str, realm_url: str, clock: Callable[[], float] = time.time) -> dict[str, str]:
        """What a request at that realm carries to say whose it is; the realm by the address it calls itself."""
        if self.key is None:
            return {"client_id": client_id, "client_secret": self.secret}
        now = int(clock())
        claims = {"iss": client_id, "sub": client_id, "aud": realm_url, "jti": uuid4().hex, "iat": now}
        header = {"alg": ALGORITHM, "kid": self.key.kid}
        statement = jwt.encode(header, claims | {"exp": now + SECONDS}, self.key, algorithms=[ALGORITHM])
        return {"client_id": client_id, "client_assertion_type": SIGNED, "client_assertion": statement}


def read(setting: SecretStr | None) -> Credential:
    """What the setting holds; empty when it is not set."""
    text = setting.get_secret_value() if setting else ""
    return Credential(key=signing(private_keys(text)[0])) if is_pem(text) else Credential(secret=text)
