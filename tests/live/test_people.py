"""What intake accepts, Keycloak accepts and keeps; the customer logs in by what they type (R4)."""

from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, assume, example, given, settings
from hypothesis import strategies as st

from provisioner import applications
from provisioner.accounts.work import read_work
from provisioner.database import Database
from provisioner.entry.reader import EntryProblems
from provisioner.identifiers import typed_email
from provisioner.outside.observation import RESET_FAILED
from provisioner.outside.password import temporary_password
from provisioner.outside.ports import NewUser
from tests.factories import NOW, member, recorded
from tests.keycloak_server import RunningKeycloak
from tests.live.conftest import Realms
from tests.live.customer import UPDATE_PASSWORD
from tests.sink import Sink

pytestmark = pytest.mark.live
numbers = count(100_000)
LOCAL = "abcxyzABC0123456789.!#$%&'*+-/=?^_`{|}~"
LETTERS = st.one_of(
    st.characters(whitelist_categories=["L", "M"], max_codepoint=0x24F),
    st.sampled_from("ąęłńóśżźĄŁŻøæœþðđßŧħıẞἈλφάςЖґїѐ"),
)
BETWEEN = st.sampled_from(" -.'’‘ʼ–‑()&/,+\u200b\u00ad\u00a0`„”")
NAMES = st.text(st.one_of(LETTERS, LETTERS, BETWEEN), min_size=1, max_size=300)
COMPANIES = st.text(
    st.one_of(LETTERS, BETWEEN, st.characters(blacklist_categories=["Cs", "Lo"])), min_size=1, max_size=300
)
LABELS = st.text("abcxyz059żółćńäöüéøæđłαλжд", min_size=1, max_size=20)
EMAILS = st.builds(
    lambda local, label, tail: f"{local}@{label}{uuid4().hex[:8]}.{tail}.example",
    st.text(LOCAL, min_size=1, max_size=70),
    LABELS,
    LABELS,
)
PEOPLE = st.builds(lambda first, last: {"first_name": first, "last_name": last, "first_name_sure": "yes"}, NAMES, NAMES)
FIRMS = st.builds(
    lambda name: {
        "customer_kind": "company",
        "company_name": name,
        "nip_sure": "yes",
        "first_name": "",
        "last_name": "",
    },
    COMPANIES,
)
LONGEST = {"first_name": "Ж" * 255, "last_name": "ß" * 255}
WIDE = {"customer_kind": "company", "company_name": "W" + "\N{GRINNING FACE}" * 127, "nip_sure": "yes"}


def approved_user(database: Database, typed: dict[str, Any]) -> NewUser:
    """What the worker hands to the realm for a paper that intake accepted; a refused one is no example."""
    with database.transaction() as session:
        try:
            case = recorded(session, **typed)
        except EntryProblems:
            assume(False)
        by = member(session, "Barbara Lis")
        account = applications.approve(session, case.id, revision=1, by=by, at=NOW)
        return read_work(session, account.id).user


@settings(
    max_examples=60, deadline=None, database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.filter_too_much, HealthCheck.too_slow],
)  # fmt: skip
@example(LONGEST, f"{'a' * 64}@{'b' * 63}.{'c' * 63}.{'d' * 60}.example")
@example(WIDE, "!#$%&'*+-/=?^_`{|}~@żółw.example")
@given(st.one_of(PEOPLE, FIRMS), EMAILS)
def test_r4_what_intake_accepts_keycloak_keeps_and_the_customer_logs_in(
    realms: Realms, sqlite_url: str, person: dict[str, str], email: str
) -> None:
    database = Database(sqlite_url)
    number = f"77{next(numbers)}{uuid4().int % 10_000:04d}"[:12]
    try:
        user = approved_user(database, {"customer_number": number, "email": email, "email_again": email, **person})
    finally:
        database.close()
    password = temporary_password()
    realms.directory().create(user, password)
    (stored,) = realms.users(f"username={user.login}&exact=true")
    kept = (stored.get("firstName", ""), stored.get("lastName", ""), stored["email"])
    assert kept == (user.first_name, user.last_name, typed_email(user.email).lower())
    assert stored["attributes"]["customerNumber"] == [number]  # type: ignore[index]
    assert realms.customer().log_in(email, password.reveal()) == UPDATE_PASSWORD


def test_a_login_of_two_digits_is_one_where_numbers_are_that_short(realms: Realms) -> None:
    login = str(uuid4().int % 90 + 10)
    user = NewUser(login, f"{uuid4().hex}@example.com", "Jan", "Kos", "104233", str(uuid4()), "pl")
    realms.directory().create(user, temporary_password())
    assert realms.directory().find(login) is not None


def test_r7_the_link_goes_to_the_ascii_form_of_a_domain_with_diacritics(
    realms: Realms, sink: Sink, keycloak_server: RunningKeycloak
) -> None:
    unique = uuid4().hex[:8]
    ascii_form = f"jan@xn--w-uga1v8h.{unique}.example"
    user = NewUser(unique, ascii_form, "Jan", "Kos", "104233", str(uuid4()), "pl")
    user_id = realms.directory().create(user, temporary_password())
    assert (realms.directory().get(user_id).email, realms.observer().member(user_id).email) == (ascii_form, ascii_form)
    since = datetime.now(UTC)
    realms.customer().forget(f"jan@żółw.{unique}.example")
    arrived = [str(mail["To"]) for mail in sink.arrived(unique)]
    failed = [one for one in realms.observer().user_events(since, 0, 1000) if one.kind == RESET_FAILED]
    assert (arrived, failed) == ([ascii_form], []), Path(keycloak_server.log).read_text()[-4000:]
