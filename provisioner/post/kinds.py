"""The work that letters bring."""

from provisioner.outbox import Kind
from provisioner.outside.parts import MAIL

LETTER = "sent_letter"
MAIL_LETTER = Kind("mail_letter", LETTER, needs=frozenset({MAIL}))
"""Mail a letter as an attachment."""
