"""What is said of a letter that left, and of one that came back."""

from provisioner.cases.letters.tables import SentLetter
from provisioner.web.words.dates import long_day, moment
from provisioner.web.words.terms import word
from provisioner.web.words.translate import _


def came_back(one: SentLetter) -> str:
    """On which day and why; empty of one that did not."""
    if one.returned_on is None or one.returned_reason is None:
        return ""
    return _("came back on %(day)s: %(why)s", day=long_day(one.returned_on), why=word(one.returned_reason))


def left(one: SentLetter) -> str:
    """How and when it left, and by whose hand."""
    if one.sender is None:
        return word(one.way)
    way = word(one.mail or one.way)
    return _("%(way)s %(when)s, %(name)s", way=way, when=moment(one.sent_at), name=one.sender.name)
