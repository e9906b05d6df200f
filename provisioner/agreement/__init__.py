"""What Keycloak says of our users and realms: events as they happen, differences, alarms, and what mends them."""

from provisioner.agreement.requests import look_again, mend, settle, unlock

__all__ = ["look_again", "mend", "settle", "unlock"]
