"""Members of staff: who they are, what each role may do, their sessions."""

from provisioner.staff.members import UnknownStaff, member, own_entry_refused, refused, signed_in, signed_out
from provisioner.staff.sessions import end_sessions, sweep_sessions

__all__ = [
    "UnknownStaff",
    "end_sessions",
    "member",
    "own_entry_refused",
    "refused",
    "signed_in",
    "signed_out",
    "sweep_sessions",
]
