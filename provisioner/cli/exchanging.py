"""The journal's key is exchanged and what it sealed is sealed anew, each step in a transaction of its own."""

from collections.abc import Iterator
from datetime import UTC, datetime

from provisioner import journal
from provisioner.cases.sealed.resealing import Place, reseal
from provisioner.database import Database


def rotated(database: Database) -> Iterator[str]:
    """Do whatever of it was not done yet; gives what to say after each step. Raises WrongKey, OSError."""
    yield from _exchanged(database)
    yield _resealed(database)
    with database.transaction() as session:
        journal.anchor(session, datetime.now(UTC))
        newest = journal.keeper_of(session)
    if newest:
        yield (
            f"The journal is anchored under the key {newest.key_id}. Publish its public half beside the former one, "
            f"which goes on checking what it signed:\n{newest.public_key}"
        )


def _exchanged(database: Database) -> Iterator[str]:
    """Each key that was set meanwhile takes over in its turn."""
    done = 0
    while True:
        with database.transaction() as session:
            newer = journal.exchange(session, at=datetime.now(UTC))
        if newer is None:
            break
        done += 1
        yield f"The journal's key was exchanged: from now on {newer.key_id} seals."
    if not done:
        yield "The newest key is in use already."


def _resealed(database: Database) -> str:
    done = unopened = 0
    last: Place | None = None
    while True:
        with database.transaction() as session:
            batch = reseal(session, last)
        done, unopened, last = done + batch.done, unopened + batch.unopened, batch.last
        if last is None:
            break
    said = f"Answers sealed anew: {done}."
    return f"{said} Not opened, and left as they are: {unopened}." if unopened else said
