"""The work that declarations bring."""

from provisioner.outbox import Kind, Urgency
from provisioner.outside.parts import MAIL

REGULAMIN_CALL = "regulamin_call"

TELL_REGULAMIN = Kind(
    "tell_regulamin", REGULAMIN_CALL, needs=frozenset({MAIL}), urgency=Urgency.BULK, awaited=False
)  # fmt: skip
"""Ask a customer to accept the Regulamin in force."""
