"""What our clients show Keycloak: a secret, or a statement signed with their own key (`private_key_jwt`)."""

from provisioner.credentials.credential import Credential, read
from provisioner.credentials.keys import public_halves, with_new_key

__all__ = ["Credential", "public_halves", "read", "with_new_key"]
