"""The emergencies as a file: each approval of an own entry, and what its review has found."""

from collections.abc import Iterable, Iterator

from provisioner.cases.emergency.reviewing import Listed
from provisioner.sheets import Row
from provisioner.web.words.dates import moment
from provisioner.web.words.terms import word
from provisioner.web.words.translate import _


def headings() -> Row:
    """The first row of the file."""
    return [
        _("Number"), _("Customer"), _("Customer number"), _("Approved by"), _("Approved on"), _("Reason"),
        _("Reviewed by"), _("Reviewed on"), _("What the review has found"), _("In words"),
    ]  # fmt: skip


def sheet_rows(found: Iterable[Listed]) -> Iterator[Row]:
    """A row for each; one that waits for its review has nothing behind its reason."""
    for one in found:
        approval, case = one.approval, one.case
        yield [
            case.number, case.display_name, case.customer_number, approval.asker.name,
            moment(approval.used_at) if approval.used_at else "", approval.reason,
            approval.reviewer.name if approval.reviewer else "",
            moment(approval.reviewed_at) if approval.reviewed_at else "",
            word(approval.verdict) if approval.verdict else "", approval.review,
        ]  # fmt: skip
