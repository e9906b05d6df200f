"""The queue of open cases: what is asked of it, in which order it is read, and what it shows."""

from provisioner.cases.queue.reading import LEAST, ROWS, QueueGroup, QueueLine, anything, every, queue
from provisioner.cases.queue.wanted import Urgency, Wanted, groups_of, standing, urgency

__all__ = [
    "LEAST", "ROWS", "QueueGroup", "QueueLine", "Urgency", "Wanted", "anything", "every", "groups_of", "queue",
    "standing", "urgency",
]  # fmt: skip
