"""What the search has found as a file: every case that says all of the words, not only the page."""

from collections.abc import Iterable, Iterator

from provisioner.applications.hits import Hit
from provisioner.cases.status import CaseStatus
from provisioner.cases.tables import Case
from provisioner.sheets import Row
from provisioner.web.words.dates import plain_day
from provisioner.web.words.paper.signed import signed_cells, signed_headings
from provisioner.web.words.terms import purpose, word
from provisioner.web.words.translate import _


def headings() -> Row:
    """The first row of the file."""
    return [
        _("Number"), _("Customer"), _("Customer number"), _("What it asked for"), _("State"), _("Login"), _("E-mail"),
        _("Received"), _("Due"), *signed_headings(),
    ]  # fmt: skip


def sheet_rows(found: Iterable[tuple[Hit, Case]]) -> Iterator[Row]:
    """A row for each case; due only where the deadline runs."""
    for hit, case in found:
        account = hit.account.account if hit.account else None
        yield [
            hit.number, hit.display_name, hit.customer_number, purpose(hit.purpose) or _("account"),
            word(account.status if account else hit.status), account.login if account else "", hit.email,
            plain_day(hit.received_on), plain_day(hit.due_last) if hit.status is CaseStatus.RECORDED else "",
            *signed_cells(case),
        ]  # fmt: skip
