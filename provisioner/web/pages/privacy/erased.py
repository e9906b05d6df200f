"""The register of erasures: what stays of each case, on the page and in a file."""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from provisioner.accounts.rules import AccountStatus
from provisioner.cases.erased import Erasure
from provisioner.sheets import Row
from provisioner.web.pages.case.erased import ground_word
from provisioner.web.pages.privacy.names import names_of, stamp, who
from provisioner.web.pages.privacy.requests import MOST
from provisioner.web.words.choices import chosen
from provisioner.web.words.dates import moment, plain_day
from provisioner.web.words.terms import known_word, purpose, word
from provisioner.web.words.translate import _


@dataclass(frozen=True)
class Erased:
    """What stays of a case in the register."""

    case_id: UUID
    number: str
    why: str
    when: str
    who: str


def erased(db: Session) -> list[Erased]:
    """What was erased, the newest first, as many as a page takes and one more, which tells that there are others."""
    names = names_of(db)
    newest = sa.select(Erasure).order_by(Erasure.erased_at.desc(), Erasure.number.desc()).limit(MOST + 1)
    return [
        Erased(one.case_id, one.number, ground_word(one.ground), moment(one.erased_at), who(one.erased_by, names))
        for one in db.scalars(newest)
    ]


def erased_headings() -> Row:
    """The first row of a file."""
    return [
        _("Number"), _("What it asked for"), _("How it was filed"), _("Date received"), _("Recorded"), _("Recorded by"),
        _("Where it stood"), _("Decided"), _("Decided by"), _("Account"), _("Own password set"), _("Why erased"),
        _("Erased"), _("Erased by"),
    ]  # fmt: skip


def erased_rows(db: Session) -> Iterator[Row]:
    """A row for each erasure, in their order."""
    names = names_of(db)
    for one in db.scalars(sa.select(Erasure).order_by(Erasure.erased_at, Erasure.number)):
        account = chosen(AccountStatus, one.account)
        yield [
            one.number, purpose(one.purpose) or _("account"), known_word(one.channel), plain_day(one.received_on),
            stamp(one.recorded_at), names.get(one.recorded_by, ""), known_word(one.status), stamp(one.decided_at),
            names.get(one.decided_by, "") if one.decided_by else "", word(account) if account else one.account,
            stamp(one.activated_at), ground_word(one.ground), stamp(one.erased_at), who(one.erased_by, names),
        ]  # fmt: skip
