"""The letters that have still to be printed as a file: every one of them, not only those printed at a time."""

from collections.abc import Iterable, Iterator

from provisioner.post.owed import Owed
from provisioner.sheets import Row
from provisioner.web.words.dates import moment
from provisioner.web.words.terms import word
from provisioner.web.words.translate import _


def headings() -> Row:
    """The first row of the file."""
    return [_("Number"), _("Customer"), _("Letter"), _("Decided")]


def sheet_rows(found: Iterable[Owed]) -> Iterator[Row]:
    """A row for each letter, the oldest first."""
    for one in found:
        yield [one.number, one.customer, word(one.kind), moment(one.decided_at) if one.decided_at else ""]
