"""The journal's key is exchanged: one line, sealed with both keys, after which only the newer one counts."""

from datetime import datetime

from sqlalchemy.orm import Session

from provisioner.journal.chain import locked_head
from provisioner.journal.events import Event
from provisioner.journal.keeper import Keeper, given_to, under
from provisioner.journal.record import OPERATOR, begin, record


def exchange(session: Session, *, at: datetime) -> Keeper | None:
    """Hand over from the key in use to the next one known here; gives who seals from then on.

    None where the newest key is in use, or nothing was sealed yet, so that it is from now on. Of two who exchange at
    once the second finds it done. Raises WrongKey.
    """
    _, _, key_id = locked_head(session)
    former = under(given_to(session), key_id)
    if former is None or not key_id:
        begin(session, at=at)
        return None
    if newer := former.after:
        record(
            session, Event.JOURNAL_KEY_EXCHANGED, at=at, actor=OPERATOR, object_type="journal", object_id="journal",
            former=former.key_id, former_public_key=former.public_key, key=newer.key_id, public_key=newer.public_key,
        )  # fmt: skip
    return newer
