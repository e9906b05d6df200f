"""An older Keycloak becomes the one that is shipped, over its database, and back: every customer is there as before."""

import json
import subprocess
import time
from collections.abc import Iterator

import pytest

from provisioner.outside.keycloak.versions import PINNED
from provisioner.realm.admin import RealmAt
from tests.drill import Counted
from tests.migrations.later import TODAY
from tests.twofold.installation import Installation, installed
from tests.twofold.load import APPROVER, CLERK, Load, numbers, working
from tests.twofold.older import OLDER, Upgraded, as_operator, machines, older
from tests.twofold.people import Clerk
from tests.twofold.promised import keep_their_promises
from tests.twofold.tally import Unwell

pytestmark = [pytest.mark.live, pytest.mark.postgres, pytest.mark.drill_only]

WORK_SECONDS, REST_SECONDS = 25, 10
ARRIVE_SECONDS, ENOUGH = 300, 3
"""How long this many customers may take to be in with an own password."""
WAITING = 5
"""Accounts approved and not made yet when Keycloak goes."""
SENT_AGAIN = {"approvals"}
"""As when a node is exchanged by its like (test_killed.py)."""


@pytest.fixture
def old_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """Two of everything, Keycloak of the older version."""
    with installed(tmp_path_factory.mktemp("older"), older) as made:
        assert version(made) == OLDER
        yield made


def test_after_both_were_stopped_everybody_is_there_with_their_own_password_and_the_work_goes_on(
    old_site: Installation, counted: Counted
) -> None:
    with working(old_site) as before:
        time.sleep(WORK_SECONDS)
    keep_their_promises(before)
    known, well, both = users(old_site), findings(old_site), machines(old_site)
    clerk, approver = before.signed_in(CLERK), before.signed_in(APPROVER)
    keycloak_goes(both, before, clerk, approver)
    number = recorded(before, clerk)
    with pytest.raises(Unwell, match="503"):
        before.approve_one(approver, before.recorded[number])
    said = [machine.change_places() for machine in both]
    assert (version(old_site), findings(old_site)) == (PINNED, well)
    assert ["No difference." in one for one in said] == [True, True], said
    assert known.items() <= users(old_site).items(), "a user has another id or password"
    assert before.customers
    assert all(customer.own and customer.log_in() for customer in before.customers)
    before.approve_one(approver, before.recorded[number])
    before.approved.append(number)
    with working(old_site) as after:
        time.sleep(WORK_SECONDS)
    for load in (before, after):
        keep_their_promises(load)
    counted(len(before.approved) + len(after.approved), f"accounts; {after.tally.told()}")
    assert not after.tally.why, after.tally.why
    assert after.customers


def keycloak_goes(both: list[Upgraded], load: Load, clerk: Clerk, approver: Clerk) -> None:
    """Both nodes are stopped, and accounts that were approved before are not made yet."""
    workers = load.site.nodes["worker"]
    for node in workers:
        node.stop()
    for _ in range(WAITING):
        number = recorded(load, clerk)
        load.approve_one(approver, load.recorded[number])
        load.approved.append(number)
    for machine in both:
        machine.node.stop()
    for node in workers:
        node.start()


def recorded(load: Load, clerk: Clerk) -> str:
    """One more paper; gives the customer's number."""
    number, page = str(next(numbers)), clerk.see("/applications/new")
    load.recorded[number] = clerk.send(page, "/applications/new", **load.paper(page, number))
    return number


def test_two_that_may_stand_beside_each_other_are_exchanged_in_turn_and_nothing_fails(
    old_site: Installation, counted: Counted
) -> None:
    both, well = machines(old_site), findings(old_site)
    assert "[OK] Rolling Update is available." in both[0].may_run_beside()
    with working(old_site) as load:
        said = [exchanged(machine) for machine in both]
    keep_their_promises(load)
    counted(len(load.approved), f"accounts; {load.tally.told()}")
    assert (version(old_site), findings(old_site)) == (PINNED, well)
    assert ["No difference." in one for one in said] == [True, True], said
    assert not load.tally.failed, load.tally.why
    assert {what for what, times in load.tally.again.items() if times} <= SENT_AGAIN, load.tally.why
    assert load.approved
    assert all(customer.own and customer.log_in() for customer in load.customers)


def test_one_step_back_loses_no_account_and_no_password_that_was_set_meanwhile_and_the_work_goes_on(
    old_site: Installation, counted: Counted
) -> None:
    both, well = machines(old_site), findings(old_site)
    with working(old_site) as before:
        some_arrive(before)
        for machine in both:
            machine.change_places()
        assert version(old_site) == PINNED
        some_arrive(before)
    keep_their_promises(before)
    known = users(old_site)
    clerk, approver = before.signed_in(CLERK), before.signed_in(APPROVER)
    keycloak_goes(both, before, clerk, approver)
    said = [machine.step_back() for machine in both]
    assert (version(old_site), findings(old_site)) == (OLDER, well)
    assert ["No difference." in one for one in said] == [True, True], said
    assert all(
        f"already migrated to newer version '{PINNED}'" in machine.node.log.read_text("utf-8") for machine in both
    )
    assert known.items() <= users(old_site).items(), "a user has another id or password"
    assert all(customer.own and customer.log_in() for customer in before.customers)
    number = recorded(before, clerk)
    before.approve_one(approver, before.recorded[number])
    before.approved.append(number)
    with working(old_site) as after:
        some_arrive(after)
    for load in (before, after):
        keep_their_promises(load)
    counted(len(before.approved) + len(after.approved), f"accounts; {after.tally.told()}")
    assert not after.tally.why, after.tally.why


def some_arrive(load: Load) -> None:
    """More customers than there are have got their mail and set a password of their own."""
    wanted, end = len(load.customers) + ENOUGH, time.monotonic() + ARRIVE_SECONDS
    while len(load.customers) < wanted:
        assert time.monotonic() < end, f"{len(load.customers)} customers of {wanted}: {load.tally.why}"
        time.sleep(0.5)


def exchanged(machine: Upgraded) -> str:
    """With time for everybody to meet both versions."""
    time.sleep(REST_SECONDS)
    said = machine.change_places()
    time.sleep(REST_SECONDS)
    return said


def version(site: Installation) -> str:
    """What the node that is asked says of itself."""
    return str(site.admin.call("GET", "/admin/serverinfo").json()["systemInfo"]["version"])


def users(site: Installation) -> dict[str, tuple[str, tuple[str, ...]]]:
    """By login the ids of each customer and of their password."""
    realm = site.admin.realm(site.settings.customers_realm)
    found = realm.get("users", query="?max=100000&briefRepresentation=true")
    people = [one for one in found if not str(one["username"]).startswith("service-account-")]
    return {str(one["username"]): (str(one["id"]), passwords(realm, str(one["id"]))) for one in people}


def passwords(realm: RealmAt, user: str) -> tuple[str, ...]:
    """The ids of what a user logs in with."""
    return tuple(str(one["id"]) for one in realm.get("users", user, "credentials"))


def findings(site: Installation) -> dict[str, str]:
    """What `provisioner check` says of each part that is not well."""
    words = [*TODAY.words, "check", "--json"]
    done = subprocess.run(words, env=as_operator(site), capture_output=True, text=True, check=False)
    assert done.stdout, done.stderr
    return {one["name"]: one["fault"] for one in json.loads(done.stdout) if one["fault"]}
