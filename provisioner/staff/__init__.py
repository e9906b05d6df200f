"""Members of staff: who they are, what each role may do, their sessions."""

from provisioner.staff.members import UnknownStaff, member, own_entry_refused, signed_in, signed_out
from provisioner.staff.sessions import sweep_sessions

__all__ = ["UnknownStaff", "member", "own_entry_refused", "signed_in", "signed_out", "sweep_sessions"]
