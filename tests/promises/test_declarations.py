"""What the database itself refuses of declarations, whoever writes to it (P7)."""

import pytest
from sqlalchemy.exc import DatabaseError

from provisioner.database import Database
from provisioner.declarations.rules import DeclarationKind
from provisioner.declarations.tables import Declaration
from tests import declared
from tests.declared import CONSENTS, REGULAMIN
from tests.promises.papers import approve_by_sql, by_sql


def paper(database: Database, kind: DeclarationKind, *, refused: bool = False, **typed: str) -> Declaration:
    with database.transaction() as session:
        account = declared.under_the_old(session)
        declared.with_a_new(session)
        answer = {declared.clause(session, "2026-11", 1): "refused"} if refused else {}
        return declared.recorded(session, account, kind, {**typed, **answer})


def test_p7_nobody_approves_a_regulamin_by_sql_with_a_required_clause_refused(database: Database) -> None:
    with pytest.raises(DatabaseError, match="declaration_accepted"):
        approve_by_sql(database, paper(database, REGULAMIN, refused=True).id)


@pytest.mark.parametrize("kind", [CONSENTS, REGULAMIN])
def test_p7_nobody_approves_by_sql_what_is_not_signed(database: Database, kind: DeclarationKind) -> None:
    with pytest.raises(DatabaseError, match="declaration_signed"):
        approve_by_sql(database, paper(database, kind, signed="no").id)


def test_p7_nobody_approves_by_sql_a_consent_of_an_edition_that_counts_no_more(database: Database) -> None:
    with database.transaction() as session:
        account = declared.under_the_old(session)
        consent = declared.recorded(session, account).id
        declared.with_a_new(session)
    declared.approved(database, account, REGULAMIN)
    with pytest.raises(DatabaseError, match="declaration_current"):
        approve_by_sql(database, consent)


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE declaration SET signed = NOT signed WHERE id = :case",
        "UPDATE declared_answer SET answer = 'accepted' WHERE declaration_id = :case",
        "DELETE FROM declared_answer WHERE declaration_id = :case",
    ],
)
def test_p7_what_was_declared_stays_once_it_is_approved(database: Database, change: str) -> None:
    found = paper(database, CONSENTS)
    declared.approve(database, found)
    with pytest.raises(DatabaseError, match="fixes what was declared"):
        by_sql(database, change, found.id)
