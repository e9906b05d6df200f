"""From a real mail's link, through the page for customers, to an account that nobody can log in to."""

import pytest

from provisioner.accounts.rules import AccountStatus
from provisioner.database import Database
from provisioner.web.app import utc_now
from provisioner.web.public_face import create_public
from tests.live.conftest import Realms
from tests.live.customer import LOGIN
from tests.live.test_blocking import OWN, logged_in, mailed, refreshed
from tests.web.desk import settings
from tests.worker.desk import PUBLIC_URL, WorkerDesk

pytestmark = pytest.mark.live


def test_whoever_did_not_apply_ends_the_account_with_two_clicks(database: Database, realms: Realms) -> None:
    desk = WorkerDesk(database, realm=realms.directory())
    account = mailed(desk)
    stranger = logged_in(desk, realms, account)
    tokens = stranger.tokens()
    app = create_public(settings(secret_key=None, public_url=PUBLIC_URL), database, clock=utc_now)
    reader, token = app.test_client(), desk.mailed_token()
    assert reader.get(f"/not-me?t={token}").status_code == 200
    desk.run()
    assert refreshed(stranger, tokens) == 200, "opening the page does nothing"
    assert reader.post("/not-me", data={"t": token}).status_code == 303
    desk.run()
    assert desk.state(account.id)[0] is AccountStatus.BLOCKED
    assert stranger.open_login() == LOGIN
    assert realms.customer().log_in(account.login, OWN) == LOGIN
