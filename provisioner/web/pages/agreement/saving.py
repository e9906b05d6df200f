"""What stands open in Keycloak as a file: all of it, not only what the page shows."""

from collections.abc import Iterable, Iterator

from provisioner.accounts.tables import Account
from provisioner.agreement.tables import Finding
from provisioner.sheets import Row
from provisioner.web.words.dates import moment
from provisioner.web.words.office import findings as words
from provisioner.web.words.translate import _


def headings() -> Row:
    """Of each finding."""
    whose = [_("Application"), _("Customer"), _("Login")]
    return [*whose, _("What was found"), _("Whose it is"), _("Last seen"), _("By whom")]


def rows(found: Iterable[tuple[Finding, Account | None]]) -> Iterator[Row]:
    """A row for each finding; of a stranger's user only what Keycloak calls it."""
    for finding, account in found:
        whose = [account.case_number, account.display_name, account.login] if account else ["", "", finding.subject]
        yield [
            *whose, str(words.found(finding.kind)), str(words.whose(finding.realm)), moment(finding.last_at),
            str(words.by(finding.by)),
        ]  # fmt: skip
