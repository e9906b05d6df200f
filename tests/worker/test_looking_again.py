"""After the operator's work in Keycloak somebody at the desk has the user looked at again, and sees what came of it."""

from datetime import UTC, datetime

import pytest

from provisioner import agreement
from provisioner.agreement.rules import FindingKind
from provisioner.database import Database
from tests.worker.agreeing import Agreeing, run

OTHERWISE = [
    ("ours", False, FindingKind.OUTSIDE_GROUP),
    ("application_id", "somebody-elses", FindingKind.MARKER_DIFFERS),
    ("login", "somebody-else", FindingKind.LOGIN_DIFFERS),
]


@pytest.mark.parametrize(("what", "value", "kind"), OTHERWISE)
def test_it_is_gone_once_it_is_put_right_and_stays_until_then(
    database: Database, what: str, value: object, kind: FindingKind
) -> None:
    agreeing = Agreeing(database)
    user = agreeing.directory.users[str(agreeing.active().keycloak_id)]
    before = getattr(user, what)
    setattr(user, what, value)
    run(agreeing)
    look_again(agreeing, kind)
    assert agreeing.open().keys() == {kind}
    setattr(user, what, before)
    look_again(agreeing, kind)
    assert agreeing.open() == {}


def look_again(agreeing: Agreeing, kind: FindingKind) -> None:
    with agreeing.database.transaction() as session:
        agreement.look_again(session, agreeing.open()[kind].id, at=datetime.now(UTC))
    agreeing.desk.run()
