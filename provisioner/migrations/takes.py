"""Steps of the schema that take something from programs of the version before, and how far back programs go on."""

from collections.abc import Mapping

import sqlalchemy as sa

from provisioner.database.tables import SchemaReach

STOPPED = "before 1.0, whose releases ask to stop, migrate and start"
TAKES: Mapping[str, str] = {
    "0002": f"{STOPPED}: every kind of paper became a case",
    "0003": f"{STOPPED}: a country must be given",
    "0004": f"{STOPPED}: mails that were begun are counted",
    "0005": f"{STOPPED}: sessions know their roles and since when",
    "0006": f"{STOPPED}: words that find a case stand on it",
    "0007": f"{STOPPED}: the same mailbox is found by a key",
    "0008": f"{STOPPED}: why an account was closed",
    "0010": f"{STOPPED}: accounts can be blocked",
    "0012": f"{STOPPED}: values of the journal have a salt",
    "0013": f"{STOPPED}: accounts know their former addresses",
    "0015": f"{STOPPED}: data of an account can change",
    "0016": f"{STOPPED}: what was found in Keycloak stands on its account",
    "0019": f"{STOPPED}: links against a foreign reset stand on their account",
    "0020": f"{STOPPED}: an account can be closed on a resignation",
    "0021": f"{STOPPED}: reports of mails stand on their account",
    "0022": f"{STOPPED}: a case can be held, its erasure asked for",
    "0023": f"{STOPPED}: mandates stand on their account",
    "0024": f"{STOPPED}: declarations stand on their account",
    "0027": f"{STOPPED}: a case can be in somebody's hand",
    "0029": f"{STOPPED}: scans stand on their case",
    "0030": f"{STOPPED}: decisions wait on their case",
    "0031": f"{STOPPED}: letters stand on their case",
    "0032": f"{STOPPED}: sealed answers stand on their case",
    "0033": f"{STOPPED}: every paper belongs to an office",
    "0037": f"{STOPPED}: a proposal can name a mandate",
    "0038": f"{STOPPED}: a case can be handed to a colleague",
    "0040": f"{STOPPED}: signatures stand on their scan",
    "0041": f"{STOPPED}: a letter can have come back as a mail",
    "0042": f"{STOPPED}: accounts know the first name of their owner",
    "0043": f"{STOPPED}: letters of more kinds, representatives of more kinds",
    "0046": f"{STOPPED}: mails as they left stand on their case",
}
"""Such steps, and why nobody misses it. One that takes and is not here is a mistake, or the last of three."""


def oldest(revision: str, takes: Mapping[str, str] = TAKES) -> str:
    """The oldest version of the schema whose programs work on this one: the last step to it that takes something."""
    return max((one for one in takes if one <= revision), default=revision)


def note_reach(connection: sa.Connection, revision: str | None) -> None:
    """Leave word in the database itself, for programs that do not know its version; an older schema has no place."""
    if revision is None or not sa.inspect(connection).has_table(SchemaReach.__tablename__):
        return
    found, now = connection.scalar(sa.select(SchemaReach.oldest)), oldest(revision)
    if found != now:
        connection.execute(sa.delete(SchemaReach))
        connection.execute(sa.insert(SchemaReach).values(oldest=now))
