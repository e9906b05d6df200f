"""What was backed up while people worked comes back whole on an empty machine, waits, and harms nobody."""

import threading
from pathlib import Path
from uuid import UUID

import sqlalchemy as sa

from provisioner import privacy
from provisioner.backups.tables import Restoration
from provisioner.cases.tables import Case
from provisioner.database import Database
from provisioner.journal import Event
from provisioner.journal.verify import verify
from provisioner.staff.tables import StaffSession
from tests.backups.desk import Installation
from tests.factories import NOW, recorded
from tests.journal.desk import keeper
from tests.privacy.desk import LATER, erasing, refused, said_anywhere
from tests.usecases.test_races import events


def restored(there: Installation, file: Path, *words: str) -> str:
    """What the command said; it must have gone well."""
    done = there.call("restore", file, "--key", there.key, *words)
    assert done.exit_code == 0, done.output
    return done.stdout


def cases(database: Database) -> set[UUID]:
    with database.reading() as session:
        return set(session.scalars(sa.select(Case.__table__.c.id)))


def test_a_backup_made_while_people_record_comes_back_whole(
    installation: Installation, there: Installation, desk: Database
) -> None:
    done = threading.Event()
    known: list[UUID] = []

    def record(by: str, first: int) -> None:
        number = first
        while not done.is_set():
            with desk.transaction() as session:
                told = recorded(session, by, customer_number=str(number), email=f"n{number}@example.com",
                                email_again=f"n{number}@example.com").id  # fmt: skip
            known.append(told)
            number += 1

    threads = [threading.Thread(target=record, args=one) for one in (("Anna Nowak", 200_000), ("Jan Kos", 300_000))]
    for thread in threads:
        thread.start()
    while len(known) < 4 and all(thread.is_alive() for thread in threads):
        done.wait(0.01)
    before = set(known)
    file = installation.backed_up()
    done.set()
    for thread in threads:
        thread.join()
    assert installation.call("verify-backup", file, "--key", installation.key).exit_code == 0
    restored(there, file)
    with erasing(there.url, there.folder) as again:
        assert before <= cases(again) <= set(known), "whatever was recorded before is there"
        with again.reading() as session:
            report = verify(session, keeper())
            assert (report.faults, report.lines > len(before)) == ([], True)


def test_a_restored_desk_waits_with_nobody_signed_in_and_says_so_in_the_journal(
    installation: Installation, there: Installation, desk: Database
) -> None:
    with desk.transaction() as session:
        recorded(session)
        session.add(StaffSession(id_hash="5c" * 32, data={}, created_at=NOW, last_seen_at=NOW, confirmed_at=NOW))
    said = restored(there, installation.backed_up())
    assert "The desk waits" in said
    with erasing(there.url, there.folder) as again:
        with again.reading() as session:
            assert session.scalars(sa.select(StaffSession)).all() == []
            (waits,) = session.scalars(sa.select(Restoration))
            assert (waits.released_at, waits.made_at < waits.restored_at) == (None, True)
        assert events(again)[-1] == Event.BACKUP_RESTORED
        assert events(desk)[-1] == Event.BACKUP_MADE


def test_a_database_that_is_not_empty_is_replaced_only_by_its_name_and_when_nobody_uses_it(
    installation: Installation, desk: Database
) -> None:
    with desk.transaction() as session:
        recorded(session)
    file = installation.backed_up()
    with desk.transaction() as session:
        recorded(session, customer_number="300003", email="a@example.com", email_again="a@example.com")
    name = sa.make_url(installation.url).database or ""
    name = Path(name).name
    refusal = installation.call("restore", file, "--key", installation.key)
    assert (refusal.exit_code, f"--replace {name}" in refusal.stderr) == (1, True)
    used = installation.call("restore", file, "--key", installation.key, "--replace", name)
    assert (used.exit_code, "is in use" in used.stderr) == (1, True)
    assert len(cases(desk)) == 2, "nothing was changed"
    desk.close()
    restored(installation, file, "--replace", name)
    assert len(cases(desk)) == 1


def test_whoever_was_erased_after_the_backup_is_erased_again(
    installation: Installation, there: Installation, desk: Database
) -> None:
    with desk.transaction() as session:
        refused(session)
    file = installation.backed_up()
    with desk.transaction() as session:
        assert privacy.erase_due(session, LATER, 25) == 1
    there.list.write_bytes(installation.list.read_bytes())
    assert "Erased again: 1." in restored(there, file)
    with erasing(there.url, there.folder) as again:
        assert said_anywhere(again) == []


def test_without_the_list_of_erasures_nothing_is_restored_unless_it_is_said(
    installation: Installation, there: Installation, desk: Database
) -> None:
    with desk.transaction() as session:
        refused(session)
    with desk.transaction() as session:
        privacy.erase_due(session, LATER, 25)
    file = installation.backed_up()
    there.list.unlink(missing_ok=True)
    done = there.call("restore", file, "--key", there.key)
    assert (done.exit_code, "list of erasures" in done.stderr) == (1, True)
    restored(there, file, "--without-erasure-list")


def test_anchors_of_lines_that_are_lost_are_set_aside_and_the_journal_is_whole_again(
    installation: Installation, desk: Database
) -> None:
    with desk.transaction() as session:
        recorded(session)
    assert installation.call("audit", "anchor").exit_code == 0
    file = installation.backed_up()
    with desk.transaction() as session:
        recorded(session, customer_number="300003", email="a@example.com", email_again="a@example.com")
    assert installation.call("audit", "anchor").exit_code == 0
    desk.close()
    assert "set aside beside the others: 1" in restored(
        installation, file, "--replace", Path(str(sa.make_url(installation.url).database)).name
    )
    assert installation.call("audit", "verify").exit_code == 0
    assert len(list((installation.folder / "anchors").glob("anchors-before-*.jsonl"))) == 1


def test_another_key_of_the_journal_is_told_before_anything_is_written(
    installation: Installation, there: Installation, desk: Database
) -> None:
    with desk.transaction() as session:
        recorded(session)
    file = installation.backed_up()
    done = there.call("restore", file, "--key", there.key, PROVISIONER_JOURNAL_KEY="k" * 40)
    assert (done.exit_code, "JOURNAL_KEY is not the key" in done.stderr) == (1, True)
    engine = sa.create_engine(there.url, poolclass=sa.NullPool)
    assert sa.inspect(engine).get_table_names() == []
