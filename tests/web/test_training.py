"""An installation on which staff learn: every page says so, and no mail leaves, neither ours nor Keycloak's."""

from collections.abc import Iterator

import pytest

from provisioner.cli.worker import mailer_of
from provisioner.database import Database
from provisioner.outside.ports import Mail
from provisioner.outside.smtp.mailer import SmtpMailer
from provisioner.settings import branding
from provisioner.staff.roles import Role
from tests.realm.test_realm_config import realms
from tests.sink import running_sink
from tests.web.desk import desk_over, settings

SAID = "Training: use invented data only."
MAIL = Mail("jozef@example.com", "Twoje konto iBOK jest gotowe", "Zażółć gęślą jaźń", "<p>Zażółć</p>", "pl")


@pytest.fixture
def database(sqlite_url: str) -> Iterator[Database]:
    """A fresh SQLite: no database can change any of this."""
    opened = Database(sqlite_url)
    yield opened
    opened.close()


@pytest.mark.parametrize("path", ["/", "/applications/new", "/nothing-here", "/auth/signed-out", "/accessibility"])
def test_every_page_says_that_this_is_training(database: Database, path: str) -> None:
    assert SAID in desk_over(database, training=True).as_(Role.CLERK).get(path).text
    assert SAID not in desk_over(database).as_(Role.CLERK).get(path).text


def test_no_mail_of_ours_leaves(database: Database) -> None:
    brand = branding.load()
    with running_sink() as sink:
        server = {"smtp_host": "127.0.0.1", "smtp_port": sink.port, "smtp_security": "none"}
        mailer_of(settings(training=True, **server), database, brand).send(MAIL)
        assert sink.received == []
        assert isinstance(mailer_of(settings(**server), database, brand), SmtpMailer)


def test_a_mail_inside_a_transaction_is_refused_here_too(database: Database) -> None:
    with database.transaction(), pytest.raises(AssertionError, match="P9"):
        mailer_of(settings(training=True), database, branding.load()).send(MAIL)


def test_keycloak_is_given_no_mail_server() -> None:
    assert [document["realm"]["smtpServer"] for document in realms(training=True).values()] == [{}, {}]
