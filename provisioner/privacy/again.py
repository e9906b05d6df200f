"""What was erased stays erased: after a restore of an older backup the list outside it tells what to erase again."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from provisioner import journal, logins
from provisioner.cases.erased import Erasure
from provisioner.cases.tables import Case
from provisioner.database import Database
from provisioner.privacy.erase import erase
from provisioner.privacy.remembered import LIST, Remembered, append, hashed, keeper, known_by, read
from provisioner.privacy.rules import Ground

BATCH = 25


def catch_up(database: Database) -> int:
    """Erase again all that came back, in small transactions; gives how many cases. Raises NoList, BadList, OSError."""
    erased = 0
    while True:
        with database.transaction() as session:
            some = again(session, database.now(session), BATCH)
        erased += some
        if some < BATCH:
            return erased


def again(session: Session, now: datetime, most: int) -> int:
    """Erase up to `most` listed cases that are here again; gives how many. Raises NoList, BadList, OSError.

    The list is first told what this database erased and a crash kept from it; logins of listed cases stay taken.
    """
    ours = keeper(session)
    erased = session.scalars(sa.select(Erasure.case_id)).all()
    listed = read(session.info[LIST])
    if missing := [one for one in erased if not known_by(ours, one) & listed.keys()]:
        append(session.info[LIST], [Remembered(one, ()) for one in sorted(hashed(session, one) for one in missing)])
    noted = {name for one in erased for name in known_by(ours, one)}
    lost = {name: one for name, one in listed.items() if name not in noted}
    if not lost:
        return 0
    cases = session.scalars(sa.select(Case.__table__.c.id).order_by(Case.__table__.c.number)).all()
    back = [case_id for case_id in cases if known_by(ours, case_id) & lost.keys()]
    for case_id in back[:most]:
        erase(session, case_id, Ground.RESTORED, at=now, actor=journal.WORKER)
    if len(back) <= most:
        logins.keep(session, [seal for one in lost.values() for seal in one.logins])
    return len(back[:most])
