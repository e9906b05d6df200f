"""Scans go with the data of their case, whoever asks gets a copy that tells of them."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import sqlalchemy as sa

from provisioner import privacy
from provisioner.database import Database
from provisioner.privacy.copies import as_json, copied
from provisioner.scans.doors import add
from provisioner.scans.signatures import Signature, Verdict
from provisioner.scans.tables import Scan, ScanContent, ScanPage, ScanSignature
from tests.factories import NOW, member
from tests.privacy.desk import LATER, erasing, refused
from tests.scanned import drawn

SIGNED = replace(drawn("Wniosek"), signatures=[Signature(Verdict.VALID, signer="Jan Nowak")])


@pytest.fixture
def desk(database_url: str, tmp_path: Path) -> Iterator[Database]:
    """A refused case with a scan that the scanner never came to."""
    with erasing(database_url, tmp_path) as database:
        with database.transaction() as session:
            case = refused(session)
            add(session, case, [SIGNED], check=True, by=member(session, "Anna Nowak"), at=NOW)
        yield database


def test_with_the_case_its_scans_are_erased_and_nothing_waits_for_them(desk: Database) -> None:
    with desk.transaction() as session:
        assert privacy.erase_due(session, LATER, 25) == 1
    with desk.reading() as session:
        for table in (Scan, ScanContent, ScanPage, ScanSignature):
            assert session.scalar(sa.select(sa.func.count()).select_from(table)) == 0, table


def test_a_copy_for_the_customer_tells_of_each_scan_and_leaves_the_files_to_the_case(desk: Database) -> None:
    with desk.reading() as session:
        (case,) = as_json(copied(session, "104233", "Józef Żółkiewski"), NOW)["cases"]
    (scan,) = case["data"]["scan"]
    assert (scan["number"], scan["kind"], scan["pages"]) == (1, "png", 1)
    assert "scan_content" not in case["data"]
    (signature,) = case["data"]["scan_signature"]
    assert (signature["verdict"], signature["signer"]) == ("valid", "Jan Nowak")
