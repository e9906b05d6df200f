"""Over the real realm: a desk restored from before its worker made a user knows that user again after `resume`."""

from pathlib import Path

import pytest

from provisioner.accounts.rules import AccountStatus
from provisioner.worker import Hold
from tests.backups.desk import Installation, elsewhere
from tests.factories import approved
from tests.live.conftest import Realms
from tests.privacy.desk import erasing
from tests.worker.agreeing import Agreeing

pytestmark = pytest.mark.live
LOGIN = "6190551"


def test_a_user_made_after_the_backup_is_known_again_and_not_made_twice(
    realms: Realms, sqlite_url: str, tmp_path: Path
) -> None:
    here = Installation(sqlite_url, tmp_path, {})
    with erasing(here.url, here.folder) as desk:
        with desk.transaction() as session:
            address = f"{LOGIN}@example.com"
            account = approved(session, customer_number=LOGIN, email=address, email_again=address)
        file = here.backed_up()
        Agreeing(desk, realm=realms.directory(), members=realms.observer()).desk.run()
        (user,) = realms.users(f"username={LOGIN}&exact=true")
    there = elsewhere(here, tmp_path / "there", None)
    there.more |= {name: value for name, value in realms.environment.items() if name not in there.environment}
    assert there.call("restore", file, "--key", there.key).exit_code == 0
    with erasing(there.url, there.folder) as again:
        second = Agreeing(again, realm=realms.directory(), members=realms.observer())
        step = Hold(again).keeps(second.desk.worker())
        assert not step()
        # Users of other tests have marks of cases that this desk does not know.
        resumed = there.call("resume", "--despite-differences")
        assert (resumed.exit_code, "The worker goes on." in resumed.output) == (0, True), resumed.output
        while step():
            pass
        assert second.desk.state(account.id)[0] is AccountStatus.NOTIFIED
        assert [one["id"] for one in realms.users(f"username={LOGIN}&exact=true")] == [user["id"]]
        assert second.desk.account(account.id).keycloak_id == user["id"]
