"""The lists of accounts as files: every row that the page's filters let through, not only the page."""

from collections.abc import Iterable, Iterator

from provisioner.accounts.delivery.tables import MailReport
from provisioner.accounts.listing import AccountLine
from provisioner.accounts.mandates.tables import Mandate
from provisioner.accounts.tables import Account
from provisioner.office.time import OFFICE_TIME
from provisioner.sheets import Row
from provisioner.web.pages.accounts.view import what_next
from provisioner.web.pages.case.account.password import password_line
from provisioner.web.words.dates import plain_day
from provisioner.web.words.terms import word
from provisioner.web.words.translate import _


def account_headings() -> Row:
    """The first cells of a row, the same in every file of accounts."""
    return [_("Application"), _("State"), _("Login"), _("Customer"), _("Customer number"), _("Approved on")]


def account_cells(account: Account) -> list[str]:
    """The account of a row."""
    approved = account.approved_at.astimezone(OFFICE_TIME).isoformat(" ", "seconds")
    return [
        account.case_number, word(account.status), account.login, account.display_name, account.customer_number,
        approved,
    ]  # fmt: skip


def headings() -> Row:
    """Of all accounts."""
    return [*account_headings(), _("What happens next")]


def sheet_rows(lines: Iterable[AccountLine], *, held: bool) -> Iterator[Row]:
    """A row for each account."""
    for line in lines:
        yield [*account_cells(line.account), what_next(line, held=held)]


def unused_headings() -> Row:
    """Of accounts nobody uses."""
    return [*account_headings(), _("Login details sent"), _("Temporary password")]


def unused_rows(found: Iterable[tuple[Account, MailReport | None]]) -> Iterator[Row]:
    """A row for each account nobody uses."""
    for account, report in found:
        sent = account.notified_at
        mailed = sent.astimezone(OFFICE_TIME).isoformat(" ", "seconds") if sent else ""
        yield [*account_cells(account), mailed, password_line(account, report)]


def mandate_headings() -> Row:
    """Of mandates that end soon."""
    return [*account_headings(), _("Who acts"), _("On what"), _("Last day")]


def mandate_rows(found: Iterable[tuple[Account, Mandate]]) -> Iterator[Row]:
    """A row for each mandate that ends soon."""
    for account, mandate in found:
        last = plain_day(mandate.until) if mandate.until else ""
        yield [*account_cells(account), mandate.name, word(mandate.kind), last]
