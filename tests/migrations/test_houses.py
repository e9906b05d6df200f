"""What the same customer is looked for by comes with the upgrade and goes back with it."""

from alembic import command

from provisioner.cases.finding.tables import CaseWord
from provisioner.database import Database
from provisioner.database.schema import configured
from tests.factories import recorded


def kept(database: Database) -> set[str]:
    with database.reading() as session:
        return {one.word for one in session.query(CaseWord) if one.word.startswith("###")}


def test_applications_are_kept_under_their_house_before_and_after_the_step(database: Database) -> None:
    with database.transaction() as session:
        recorded(session, first_name="Jan", last_name="Wronka", street="ul. Lipowa 10/5")
    now = kept(database)
    assert now == {"###10.5:jan-wro", "###10.5:jan/lip", "###10.5:wro/lip"}
    with configured(database) as config:
        command.downgrade(config, "0049")
    assert kept(database) == {"###10.5:ja-wr", "###10.5:ja/li", "###10.5:wr/li"}
    with configured(database) as config:
        command.downgrade(config, "0047")
    assert kept(database) == {"###10.5:j", "###10.5:w"}
    with configured(database) as config:
        command.upgrade(config, "head")
    assert kept(database) == now
