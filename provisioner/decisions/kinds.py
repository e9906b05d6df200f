"""The work that follows a decision which waits."""

from provisioner.outbox import Kind

CASE = "case"
APPLY = Kind("apply_decision", CASE, lane="decision", awaited=False)
"""Let a decision count once the time to take it back is over (R4)."""
