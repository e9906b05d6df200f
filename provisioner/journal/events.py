"""The closed set of things that can happen, as written to the audit journal (P8)."""

from enum import StrEnum


class Event(StrEnum):
    """`object:what-happened`; each has a sentence in both languages and is written by exactly one use case."""

    APPLICATION_RECORDED = "application:recorded"
    APPLICATION_CORRECTED = "application:corrected"
    APPLICATION_LOGIN_CHANGED = "application:login-changed"
    APPLICATION_COMPLETED = "application:completed"
    APPLICATION_RETURNED = "application:returned"
    APPLICATION_APPROVED = "application:approved"
    APPLICATION_REFUSED = "application:refused"
    APPLICATION_WITHDRAWN = "application:withdrawn"
    ACCOUNT_CREATED = "account:created"
    ACCOUNT_LOGIN_CHANGED = "account:login-changed"
    ACCOUNT_NOTIFIED = "account:notified"
    ACCOUNT_ACTIVATED = "account:activated"
    ACCOUNT_EXPIRED = "account:expired"
    ACCOUNT_VANISHED = "account:vanished"
    ACCOUNT_NEEDS_ATTENTION = "account:needs-attention"
    ACCOUNT_RETRIED = "account:retried"
    ACCOUNT_REISSUED = "account:reissued"
    ACCOUNT_CLOSED = "account:closed"
    STAFF_SIGNED_IN = "staff:signed-in"
    STAFF_SIGNED_OUT = "staff:signed-out"
    OWN_ENTRY_DECISION_REFUSED = "staff:own-entry-decision-refused"
    CLOSED_DAY_ADDED = "calendar:closed-day-added"
    CLOSED_DAY_REMOVED = "calendar:closed-day-removed"
    SETTING_CHANGED = "setting:changed"
    CASE_VIEWED = "case:viewed"
    JOURNAL_SEALED = "journal:sealed"
