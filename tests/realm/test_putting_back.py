"""`provisioner realm put-back`: whom it takes for the customer's; what becomes of a user is seen on the real server."""

from dataclasses import dataclass, field
from typing import Any, cast

import pytest
from click.testing import CliRunner, Result

from provisioner.accounts.tables import Account
from provisioner.agreement.findings import note
from provisioner.agreement.rules import BY_OPERATOR, CUSTOMERS, FindingKind
from provisioner.cli.main import provisioner
from provisioner.database import Database
from provisioner.realm.admin import RealmAt
from provisioner.realm.putting_back import NotOurs, Ours, put_back
from tests.factories import NOW, approved

OURS = Ours("u-1", "k104233", "case")


@dataclass
class Kept:
    """The one user of a realm, in no group."""

    marker: str = ""
    changed: list[tuple[str, ...]] = field(default_factory=list)

    def find(self, *parts: str) -> Any:
        return {"id": parts[1], "username": OURS.login, "attributes": {"applicationId": [self.marker]}}

    def get(self, *parts: str) -> Any:
        return {"id": "g-1"} if parts[0] == "group-by-path" else []

    def put(self, *parts: str, body: Any = None) -> None:
        self.changed.append(parts)


def test_whose_mark_is_gone_is_marked_only_where_somebody_has_asked_whose_it_is() -> None:
    kept = Kept()
    realm = cast(RealmAt, kept)
    with pytest.raises(NotOurs, match="ask whose it is"):
        put_back(realm, OURS, marks=False)
    assert kept.changed == []
    assert put_back(realm, OURS, marks=True) == ["marked as the desk's", "put back into the group"]


def test_whoever_was_only_moved_out_of_the_group_is_put_back_without_a_question() -> None:
    assert put_back(cast(RealmAt, Kept(OURS.marker)), OURS, marks=False) == ["put back into the group"]


def typed(database_url: str, *words: str) -> Result:
    """On a machine that has no administrator's credentials."""
    environment = {"PROVISIONER_DATABASE_URL": database_url, "PROVISIONER_JOURNAL_KEY": "j" * 40}
    return CliRunner().invoke(provisioner, ["realm", "put-back", *words], env=environment)


def made(database: Database) -> Account:
    with database.transaction() as session:
        account = approved(session)
        account.keycloak_id = OURS.id
    return account


def told(database: Database, account: Account, *kinds: FindingKind) -> None:
    """As the comparison does."""
    with database.transaction() as session:
        for kind in kinds:
            note(session, kind, CUSTOMERS, OURS.id, at=NOW, account_id=account.id)


def test_all_means_those_moved_out_of_the_group(database_url: str, database: Database) -> None:
    account = made(database)
    told(database, account, *(BY_OPERATOR - {FindingKind.OUTSIDE_GROUP}))
    answer = typed(database_url, "--all")
    assert (answer.exit_code, answer.output) == (0, "Nothing to put back.\n"), "and nobody's credentials are asked for"
    told(database, account, FindingKind.OUTSIDE_GROUP)
    assert "PROVISIONER_REALM_ADMIN_USERNAME" in typed(database_url, "--all").output


def test_all_cases_that_nobody_has_are_told_at_once(database_url: str, database: Database) -> None:
    account = made(database)
    answer = typed(database_url, "2026/999998", account.case_number, "2026/999999")
    assert answer.exit_code == 1
    assert "no account of 2026/999998, 2026/999999 that" in answer.output
