"""What a customer reads of the data kept about them: the office's words for tables and columns."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from provisioner.identifiers import shown_phone
from provisioner.office.time import office_date
from provisioner.web.words.dates import clock_time, in_words
from provisioner.web.words.paper.fields import label
from provisioner.web.words.terms import WORDS, word
from provisioner.web.words.translate import _, _l

TABLES: Mapping[str, Any] = {
    "paper_case": _l("Case"),
    "application": _l("Application"),
    "clause_answer": _l("Clauses"),
    "emergency_approval": _l("Approval in an emergency"),
    "sealed_answer": _l("Data kept sealed"),
    "declaration": _l("Declaration on clauses"),
    "regulamin_call": _l("Request to accept the Regulamin"),
    "declared_answer": _l("Clauses declared"),
    "account": _l("Account"),
    "account_block": _l("Blocks of the account"),
    "mandate": _l("Mandates of whoever acts for the customer"),
    "erasure_request": _l("Request to erase"),
    "erasure_part": _l("What was decided on the request"),
    "case_hold": _l("Holds on the data"),
    "correction": _l("Proposals for the account"),
    "scan": _l("Scans of the paper"),
    "scan_signature": _l("Electronic signatures of the scans"),
    "sent_mail": _l("Mails as sent"),
}
COLUMNS: Mapping[str, Any] = {
    "display_name": _l("Name"),
    "status": _l("State"),
    "missing": _l("What was missing"),
    "decision_reason": _l("Reason of the decision"),
    "one_person_reason": _l("Why one person decided"),
    "clock_from": _l("Deadline counts from"),
    "due_first": _l("First day of the deadline"),
    "due_last": _l("Last day of the deadline"),
    "copy_handed_at": _l("Copy handed over"),
    "recorded_at": _l("Recorded"),
    "decided_at": _l("Decided"),
    "reserved_login": _l("Login"),
    "login": _l("Login"),
    "mails_begun": _l("Mails with login details, begun"),
    "mails_sent": _l("Mails with login details, sent"),
    "former_emails": _l("Former e-mail addresses"),
    "former_email": _l("Former e-mail address"),
    "closed_reason": _l("Why the account was closed"),
    "attention": _l("Why the office must act"),
    "approved_at": _l("Approved"),
    "created_at": _l("Account made"),
    "notified_at": _l("Login details sent"),
    "password_valid_until": _l("Temporary password valid until"),
    "activated_at": _l("Own password set"),
    "ground": _l("Ground"),
    "reason": _l("Reason"),
    "at": _l("Asked"),
    "blocked_at": _l("Blocked"),
    "ended_reason": _l("Why it ended"),
    "ended_at": _l("End decided"),
    "lifted_at": _l("Unblocked"),
    "former": _l("State before"),
    "kind": _l("Kind"),
    "word_received_on": _l("Signed word received"),
    "word_channel": _l("Signed word came"),
    "compared_with_paper": _l("Compared with the paper"),
    "proposed_at": _l("Proposed"),
    "until": _l("Last day"),
    "name": _l("Name"),
    "proof": _l("By what paper"),
    "granted_at": _l("Recorded"),
    "asked_at": _l("Asked"),
    "used_at": _l("Approved"),
    "reviewed_at": _l("Reviewed"),
    "verdict": _l("What was decided or found"),
    "review": _l("In words"),
    "held_at": _l("Held back"),
    "extended_on": _l("Term extended on"),
    "extension_reason": _l("Why the month is not enough"),
    "kept_ground": _l("Exception"),
    "kept_reason": _l("Reason"),
    "kept_until": _l("Last day"),
    "bytes": _l("Size, bytes"),
    "pages": _l("Pages"),
    "added_at": _l("Added"),
    "virus_check": _l("Viruses"),
    "checked_at": _l("Checked for viruses"),
    "why": _l("Why not checked"),
    "signer": _l("Signer, says the certificate"),
    "issuer": _l("Issuer, says the certificate"),
    "claimed_at": _l("Signed, says the signature"),
    "address": _l("To"),
    "subject": _l("Subject"),
    "text": _l("Text"),
    "sent_at": _l("Sent"),
    "later": _l("More was added after it"),
}
OFF_THE_PAGE = frozenset({"task", "case_word"})
"""What the system makes for itself of the rest; the file has it."""
DERIVED = frozenset({"name_key", "email_key", "purpose", "number", "case_number", "attention_code", "problem"})
"""Said by another column already, or a code of the system; the file has them."""


def title(table: str) -> str:
    """The heading of what stands in a table; its name where this page has no word for it."""
    return str(TABLES.get(table, table))


def shown(row: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Term and text of each column that says something."""
    if "clause" in row:
        yield _("clause %(number)s", number=row["clause"]), _said(row["answer"])
        return
    for name, value in row.items():
        if name not in DERIVED and value not in ("", None, []):
            text = shown_phone(value) if name == "phone" else _said(value)
            yield str(COLUMNS[name]) if name in COLUMNS else label(name), text


def _said(value: Any) -> str:
    if isinstance(value, StrEnum):
        return word(value) if type(value) in WORDS and value in WORDS[type(value)] else str(value)
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, datetime):
        return f"{in_words(office_date(value))}, {clock_time(value)}"
    if isinstance(value, date):
        return in_words(value)
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)
