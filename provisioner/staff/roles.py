"""Who may do what: one table of role × action, deny by default (ASVS 8.1.1)."""

from collections.abc import Iterable, Mapping
from enum import StrEnum


class Role(StrEnum):
    """Roles of the desk, as the staff realm puts them into the ID token."""

    CLERK = "clerk"
    APPROVER = "approver"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"
    SENSITIVE = "sensitive"


class Action(StrEnum):
    """Everything a signed-in member of staff can ask the desk for."""

    READ = "read"
    RECORD = "record"
    COMPLETE = "complete"
    NOTE = "note"
    SEND_LETTERS = "send_letters"
    WITHDRAW = "withdraw"
    RETURN = "return"
    APPROVE = "approve"
    REFUSE = "refuse"
    UNDO_DECISION = "undo_decision"
    REVIEW_EMERGENCY = "review_emergency"
    RETRY = "retry"
    REISSUE = "reissue"
    CLOSE = "close"
    PROPOSE_CORRECTION = "propose_correction"
    DECIDE_CORRECTION = "decide_correction"
    BLOCK = "block"
    UNBLOCK = "unblock"
    OPEN_INCIDENT = "open_incident"
    READ_INCIDENTS = "read_incidents"
    ASSESS_INCIDENT = "assess_incident"
    MEND = "mend"
    SETTLE = "settle"
    READ_STAFF = "read_staff"
    REVIEW_STAFF = "review_staff"
    AUDIT = "audit"
    EXPORT = "export"
    READ_NUMBERS = "read_numbers"
    SEE_ERASURES = "see_erasures"
    DISCLOSE = "disclose"
    REVEAL = "reveal"
    HOLD = "hold"
    READ_SETTINGS = "read_settings"
    EDIT_SETTINGS = "edit_settings"


LOOKING_AND_RECORDING = frozenset(
    {
        Action.READ,
        Action.RECORD,
        Action.COMPLETE,
        Action.NOTE,
        Action.SEND_LETTERS,
        Action.UNDO_DECISION,
        Action.PROPOSE_CORRECTION,
        Action.OPEN_INCIDENT,
        Action.READ_INCIDENTS,
        Action.ASSESS_INCIDENT,
        Action.READ_STAFF,
        Action.READ_NUMBERS,
        Action.SEE_ERASURES,
        Action.AUDIT,
        Action.READ_SETTINGS,
    }
)
"""What goes on while Keycloak is silent: it gives nobody access, every paper and proposal is decided later, and the
hours of an incident do not wait."""


def decides(action: Action) -> bool:
    """Whether the action needs a word of Keycloak from this very moment; every action does unless named above."""
    return action not in LOOKING_AND_RECORDING


PERMITTED: Mapping[Role, frozenset[Action]] = {
    # Of clerks the office's setting `clerks_reissue` asks once more before a new password is sent.
    Role.CLERK: frozenset(
        {
            Action.READ,
            Action.RECORD,
            Action.COMPLETE,
            Action.NOTE,
            Action.SEND_LETTERS,
            Action.WITHDRAW,
            Action.PROPOSE_CORRECTION,
            Action.REISSUE,
            Action.OPEN_INCIDENT,
        }
    ),
    Role.APPROVER: frozenset(
        {
            Action.READ,
            Action.RECORD,
            Action.COMPLETE,
            Action.NOTE,
            Action.SEND_LETTERS,
            Action.WITHDRAW,
            Action.RETURN,
            Action.APPROVE,
            Action.REFUSE,
            Action.UNDO_DECISION,
            Action.REVIEW_EMERGENCY,
            Action.RETRY,
            Action.REISSUE,
            Action.CLOSE,
            Action.PROPOSE_CORRECTION,
            Action.DECIDE_CORRECTION,
            Action.BLOCK,
            Action.UNBLOCK,
            Action.OPEN_INCIDENT,
            Action.READ_INCIDENTS,
            Action.ASSESS_INCIDENT,
            Action.MEND,
            Action.SETTLE,
            Action.READ_NUMBERS,
            Action.SEE_ERASURES,
            Action.DISCLOSE,
            Action.HOLD,
        }
    ),
    Role.AUDITOR: frozenset(
        {
            Action.READ,
            Action.READ_INCIDENTS,
            Action.READ_STAFF,
            Action.AUDIT,
            Action.EXPORT,
            Action.READ_NUMBERS,
            Action.SEE_ERASURES,
            Action.READ_SETTINGS,
        }
    ),
    Role.ADMINISTRATOR: frozenset(
        {
            Action.READ,
            Action.READ_INCIDENTS,
            Action.ASSESS_INCIDENT,
            Action.READ_STAFF,
            Action.REVIEW_STAFF,
            Action.READ_NUMBERS,
            Action.SEE_ERASURES,
            Action.DISCLOSE,
            Action.HOLD,
            Action.READ_SETTINGS,
            Action.EDIT_SETTINGS,
        }
    ),
    # Given beside another role, to as few people as can be.
    Role.SENSITIVE: frozenset({Action.READ, Action.REVEAL}),
}


def permitted(roles: Iterable[str]) -> frozenset[Action]:
    """All actions of somebody with these roles; names that are no role of ours give nothing."""
    known = set(Role)
    return frozenset(action for role in roles if role in known for action in PERMITTED[Role(role)])
