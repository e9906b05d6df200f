"""The parts of the outside by name: what work needs, what an outage pauses, what the banner tells."""

KEYCLOAK = "keycloak"
MAIL = "mail"
REPORTS = "reports"
"""The mailbox to which reports about our mails come back."""
OBSERVER = "observer"
"""The read-only clients of Keycloak: where only they are refused, the work of others goes on."""
