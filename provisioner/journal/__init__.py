"""The journal: one line for each change of state, in the transaction of the change (P8)."""

from provisioner.journal.events import Event
from provisioner.journal.record import OPERATOR, WORKER, Values, record, staff, staff_id

__all__ = ["OPERATOR", "WORKER", "Event", "Values", "record", "staff", "staff_id"]
