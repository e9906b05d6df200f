"""Comparing every account with the customers' group: a page at a time, so that memory does not grow with the realm."""

from array import array
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from provisioner.accounts.closing.outcomes import is_removing
from provisioner.accounts.tables import Account
from provisioner.accounts.work import Work, read_works
from provisioner.agreement.known import Known, known
from provisioner.agreement.rules import COMPARED, LOOKED_AT, FindingKind, differences
from provisioner.database import Database
from provisioner.outside.observation import Member, MemberReader, UserOutside
from provisioner.outside.ports import UserMissing

PAGE = 10_000
"""The server sorts the whole group anew for each page, so few large pages cost it less than many small ones."""
FEW, SHARE = 20, 0.01
"""A run in which more is news than the greater of the two notes nothing: then something larger has happened."""


@dataclass(frozen=True)
class Suspect:
    """An account that differs, in what, and whether that is news."""

    account_id: UUID
    kinds: frozenset[FindingKind]
    is_news: bool = True


@dataclass
class Report:
    """What a comparison saw; `unknown` are users with a mark of ours and no account, `stopped` that it gave up.

    `known` is what was no news before it began.
    """

    accounts: int = 0
    users: int = 0
    strangers: int = 0
    suspects: list[Suspect] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    stopped: bool = False
    known: Known = field(default_factory=lambda: Known({}, ()))

    @property
    def differing(self) -> int:
        """How many accounts and users do not agree."""
        return len(self.suspects) + len(self.unknown)

    @property
    def news(self) -> int:
        """How many of them were not known."""
        return sum(one.is_news for one in self.suspects) + len(set(self.unknown).difference(self.known.users))

    def suspect(self, work: Work, kinds: frozenset[FindingKind]) -> None:
        """The account differs in these."""
        self.suspects.append(Suspect(work.account_id, kinds, self.known.is_news(work.account_id, work.status, kinds)))


def compare_all(database: Database, reader: MemberReader, beat: Callable[[], None] = lambda: None) -> Report:
    """Look at every member and every account once; `beat` is called between pages. Changes nothing.

    An account under work is seen as it happens to stand: whoever acts on a suspect looks again.
    """
    with database.reading() as session:
        report = Report(accounts=_count(session), known=known(session))
    limit = max(FEW, int(report.accounts * SHARE))
    met = array("Q")
    for page in _pages(reader):
        beat()
        met.extend(_key(member.id) for member in page)
        _compare(database, page, report)
        if report.news > limit:
            report.stopped = True
            return report
    seen = array("Q", sorted(met))
    for work, kinds in _unmet(database, reader, seen, beat):
        report.suspect(work, kinds)
        if report.news > limit:
            report.stopped = True
            break
    return report


def _pages(reader: MemberReader) -> Iterator[Sequence[Member]]:
    """Somebody deleted meanwhile may push another over a page's edge: such a one is looked for by id afterwards."""
    first = 0
    while page := reader.members(first, PAGE):
        yield page
        first += len(page)


def _compare(database: Database, page: Sequence[Member], report: Report) -> None:
    with database.reading() as session:
        known = read_works(session, Account.keycloak_id.in_([member.id for member in page]))
    by_user = {work.keycloak_id: work for work in known}
    for member in page:
        report.users += 1
        work = by_user.get(member.id)
        if work is None and not member.marker:
            report.strangers += 1
        elif work is None:
            report.unknown.append(member.id)
        elif work.status in LOOKED_AT and (kinds := differences(work, member)):
            report.suspect(work, kinds)
    _quiet(database, page, report)


def _quiet(database: Database, page: Sequence[Member], report: Report) -> None:
    """A user whose account waits to be created is about to be recognised by its mark: no news."""
    marks = {member.id: member.marker for member in page if member.id in set(report.unknown)}
    if not marks:
        return
    cases = {one for one in map(_uuid, marks.values()) if one}
    waits = sa.select(Account.case_id).where(Account.case_id.in_(cases), Account.keycloak_id.is_(None))
    with database.reading() as session:
        expected = {str(one) for one in session.scalars(waits)}
    report.unknown = [one for one in report.unknown if marks.get(one) not in expected]


def _unmet(
    database: Database, reader: MemberReader, seen: Sequence[int], beat: Callable[[], None]
) -> Iterator[tuple[Work, frozenset[FindingKind]]]:
    """Accounts whose user was on no page, each looked for by id."""
    for works in _accounts(database):
        beat()
        for work in works:
            if _among(seen, _key(str(work.keycloak_id))):
                continue
            if kinds := _looked_for(database, reader, work):
                yield work, kinds


def _looked_for(database: Database, reader: MemberReader, work: Work) -> frozenset[FindingKind]:
    try:
        return differences(work, reader.member(str(work.keycloak_id)))
    except UserMissing:
        return _missed(database, work.account_id)
    except UserOutside:
        return frozenset({FindingKind.OUTSIDE_GROUP})


def _missed(database: Database, account_id: UUID) -> frozenset[FindingKind]:
    """As the account stands now: we may have deleted the user ourselves since its page was read."""
    with database.reading() as session:
        if is_removing(session, account_id, at=database.now(session)):
            return frozenset()
        now = read_works(session, Account.id == account_id)
    return differences(now[0], None) if now else frozenset()


def _accounts(database: Database) -> Iterator[Sequence[Work]]:
    last: UUID | None = None
    while True:
        beyond = Account.id > last if last else sa.true()
        ours = sa.and_(Account.status.in_(COMPARED), Account.keycloak_id.is_not(None), beyond)
        with database.reading() as session:
            page = read_works(session, ours, most=PAGE)
        if not page:
            return
        yield page
        last = page[-1].account_id


def _count(session: Session) -> int:
    return session.scalar(sa.select(sa.func.count()).where(Account.status.in_(COMPARED))) or 0


def _key(user_id: str) -> int:
    """Eight bytes a user in place of the whole id."""
    return int.from_bytes(blake2b(user_id.encode(), digest_size=8).digest())


def _among(keys: Sequence[int], key: int) -> bool:
    place = bisect_left(keys, key)
    return place < len(keys) and keys[place] == key


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
