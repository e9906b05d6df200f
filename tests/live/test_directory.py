"""The customers' realm behind the Directory port: the same cases for the fake and for the real server."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import count
from uuid import uuid4

import pytest

from provisioner.outside.password import TemporaryPassword, temporary_password
from provisioner.outside.ports import (
    ConfigurationError,
    Directory,
    LoginOrEmailTaken,
    NewUser,
    PermanentError,
    TransientError,
    UserMissing,
)
from tests.fakes import FakeDirectory
from tests.live.conftest import Realms
from tests.live.customer import IN, LOGIN, UPDATE_PASSWORD
from tests.proxy import running_proxy

numbers = count(500000)


@pytest.fixture(params=["fake", pytest.param("real", marks=pytest.mark.live)])
def directory(request: pytest.FixtureRequest) -> Iterator[Directory]:
    """A realm in memory, and the real one."""
    if request.param == "fake":
        yield FakeDirectory()
    else:
        yield request.getfixturevalue("realms").directory()


@pytest.fixture
def user() -> NewUser:
    """Somebody new."""
    number = f"{next(numbers)}{uuid4().int % 1000:03d}"
    return NewUser(number, f"u{number}@example.com", "Józef", "Żółkiewski", number, str(uuid4()), "pl")


def test_a_created_user_is_found_by_login_and_must_change_the_password(directory: Directory, user: NewUser) -> None:
    user_id = directory.create(user, temporary_password())
    found = directory.find(user.login)
    assert found is not None
    assert (found.id, found.application_id, found.password_pending) == (user_id, user.application_id, True)
    assert directory.get(user_id) == found


def test_nobody_is_found_under_a_login_that_is_free(directory: Directory, user: NewUser) -> None:
    assert directory.find(user.login) is None


def test_a_login_in_use_is_told_apart_from_an_address_in_use(directory: Directory, user: NewUser) -> None:
    directory.create(user, temporary_password())
    with pytest.raises(LoginOrEmailTaken) as login:
        directory.create(replace(user, email=f"other-{user.email}"), temporary_password())
    with pytest.raises(LoginOrEmailTaken) as email:
        directory.create(replace(user, login=f"{user.login}-2"), temporary_password())
    assert (login.value.email, email.value.email) == (False, True)


def test_a_user_that_does_not_exist_is_missing(directory: Directory) -> None:
    with pytest.raises(UserMissing):
        directory.get(str(uuid4()))
    with pytest.raises(UserMissing):
        directory.end_sessions(str(uuid4()))
    with pytest.raises(UserMissing):
        directory.set_password(str(uuid4()), temporary_password())
    for ask in (directory.disable, directory.enable, directory.sessions, directory.remove):
        with pytest.raises(UserMissing):
            ask(str(uuid4()))
    with pytest.raises(UserMissing):
        directory.change_email(str(uuid4()), "nobody@example.com")


def test_a_user_is_disabled_and_enabled_and_keeps_the_rest(directory: Directory, user: NewUser) -> None:
    user_id = directory.create(user, temporary_password())
    before = directory.get(user_id)
    directory.disable(user_id)
    assert directory.get(user_id) == replace(before, enabled=False)
    directory.enable(user_id)
    assert directory.get(user_id) == before


def test_another_address_changes_the_address_only_and_never_to_one_in_use(directory: Directory, user: NewUser) -> None:
    user_id = directory.create(user, temporary_password())
    before = directory.get(user_id)
    directory.change_email(user_id, f"new-{user.email}")
    assert directory.get(user_id) == replace(before, email=f"new-{user.email}")
    directory.create(replace(user, login=f"{user.login}-2"), temporary_password())
    with pytest.raises(LoginOrEmailTaken) as taken:
        directory.change_email(user_id, user.email.upper())
    assert taken.value.email
    assert directory.get(user_id).email == f"new-{user.email}"


def test_a_removed_user_is_gone_and_its_address_is_free(directory: Directory, user: NewUser) -> None:
    directory.remove(directory.create(user, temporary_password()))
    assert directory.find(user.login) is None
    assert directory.create(user, temporary_password())


@pytest.mark.live
def test_a_company_keeps_its_name(realms: Realms, user: NewUser) -> None:
    company = replace(user, first_name="", last_name='Zakład „Woda & Syn" (Kartuzy) sp. z o.o.')
    realms.directory().create(company, temporary_password())
    (stored,) = realms.users(f"username={user.login}&exact=true")
    assert stored["lastName"] == company.last_name


@pytest.mark.live
def test_r4_all_customer_data_arrive_in_the_one_call(realms: Realms, user: NewUser) -> None:
    realms.directory().create(user, temporary_password())
    (stored,) = realms.users(f"username={user.login}&exact=true")
    assert stored["attributes"] == {
        "customerNumber": [user.customer_number],
        "applicationId": [user.application_id],
        "locale": ["pl"],
    }
    assert (stored["email"], stored["emailVerified"]) == (user.email, True)


@pytest.mark.live
def test_r6_the_temporary_password_leads_to_the_forced_change(realms: Realms, user: NewUser) -> None:
    password = temporary_password()
    directory = realms.directory()
    user_id = directory.create(user, password)
    customer = realms.customer()
    assert customer.log_in(user.login, password.reveal()) == UPDATE_PASSWORD
    assert customer.set_password(password.reveal()) == UPDATE_PASSWORD, "the temporary one cannot be kept"
    assert customer.set_password("zażółć12") == IN
    assert not directory.get(user_id).password_pending
    assert realms.customer().log_in(user.login, password.reveal()) == LOGIN


@pytest.mark.live
def test_a_replaced_password_ends_the_old_one_the_session_and_a_lock(realms: Realms, user: NewUser) -> None:
    first, second = temporary_password(), temporary_password()
    directory = realms.directory()
    user_id = directory.create(user, first)
    for _ in range(3):
        realms.customer().log_in(user.login, "wrong")
    directory.end_sessions(user_id)
    directory.set_password(user_id, second)
    directory.unlock(user_id)
    assert realms.customer().log_in(user.login, second.reveal()) == UPDATE_PASSWORD
    assert realms.customer().log_in(user.login, first.reveal()) == LOGIN


@pytest.mark.live
def test_a_disabled_user_cannot_log_in_and_a_session_lives_until_it_is_ended(realms: Realms, user: NewUser) -> None:
    password = temporary_password()
    directory = realms.directory()
    user_id = directory.create(user, password)
    customer = realms.customer()
    customer.log_in(user.login, password.reveal())
    assert customer.set_password("zażółć12") == IN
    assert directory.sessions(user_id) == 1
    directory.disable(user_id)
    assert directory.sessions(user_id) == 1, "disabling alone ends none"
    directory.end_sessions(user_id)
    assert directory.sessions(user_id) == 0
    assert realms.customer().log_in(user.login, "zażółć12") != IN
    directory.enable(user_id)
    assert realms.customer().log_in(user.login, "zażółć12") == IN


@pytest.mark.live
def test_another_address_leaves_names_number_and_marker(realms: Realms, user: NewUser) -> None:
    directory = realms.directory()
    user_id = directory.create(user, temporary_password())
    (before,) = realms.users(f"username={user.login}&exact=true")
    directory.change_email(user_id, f"new-{user.email}")
    (after,) = realms.users(f"username={user.login}&exact=true")
    assert after == before | {"email": f"new-{user.email}"}


@pytest.mark.live
def test_a_token_leaves_all_else_and_stays_when_the_data_change(realms: Realms, user: NewUser) -> None:
    directory = realms.directory()
    user_id = directory.create(user, temporary_password())
    (before,) = realms.users(f"username={user.login}&exact=true")
    directory.keep_token(user_id, "first")
    directory.keep_token(user_id, "second")
    (after,) = realms.users(f"username={user.login}&exact=true")
    assert after == before | {"attributes": before["attributes"] | {"notMe": ["second"]}}  # type: ignore[operator]
    directory.rewrite(user_id, replace(user, last_name="Nowa"))
    (renamed,) = realms.users(f"username={user.login}&exact=true")
    assert renamed == after | {"lastName": "Nowa"}
    with pytest.raises(UserMissing):
        directory.keep_token(str(uuid4()), "third")


@pytest.mark.live
def test_other_names_leave_address_number_and_marker(realms: Realms, user: NewUser) -> None:
    directory = realms.directory()
    user_id = directory.create(user, temporary_password())
    (before,) = realms.users(f"username={user.login}&exact=true")
    directory.rename(user_id, "", "Spółka & Synowie")
    (after,) = realms.users(f"username={user.login}&exact=true")
    before.pop("firstName")
    assert after == before | {"lastName": "Spółka & Synowie"}


@pytest.mark.live
@pytest.mark.parametrize("pending", [True, False])
def test_of_what_a_user_is_asked_for_a_new_password_alone_is_left(realms: Realms, user: NewUser, pending: bool) -> None:
    directory, realm = realms.directory(), realms.admin.realm(realms.settings.customers_realm)
    user_id = directory.create(user, temporary_password())
    duty = ["UPDATE_PASSWORD"] if pending else []
    (before,) = realms.users(f"username={user.login}&exact=true")
    realm.put("users", user_id, body={"requiredActions": [*duty, "CONFIGURE_TOTP"]})
    directory.drop_actions(user_id)
    (after,) = realms.users(f"username={user.login}&exact=true")
    assert after == before | {"requiredActions": duty}


@pytest.mark.live
def test_a_password_against_the_policy_is_the_fault_of_the_realm_not_of_this_customer(
    realms: Realms, user: NewUser
) -> None:
    with pytest.raises(ConfigurationError) as refused:
        realms.directory().create(user, TemporaryPassword("short1"))
    assert (refused.value.problem, refused.value.component) == ("keycloak_password_policy", "keycloak")
    assert realms.directory().find(user.login) is None


@pytest.mark.live
def test_a_server_that_does_not_answer_is_an_outage(realms: Realms, user: NewUser) -> None:
    with running_proxy(realms.settings.keycloak_url) as proxy:
        proxy.refuse = True
        with pytest.raises(TransientError) as down:
            realms.directory(proxy.url).create(user, temporary_password())
    assert (down.value.problem, down.value.component) == ("keycloak_unreachable", "keycloak")


@pytest.mark.live
def test_an_answer_that_is_lost_leads_to_one_request_only(realms: Realms, user: NewUser) -> None:
    with running_proxy(realms.settings.keycloak_url) as proxy:
        directory = realms.directory(proxy.url)
        assert directory.find(user.login) is None
        proxy.swallow = 1
        with pytest.raises(TransientError):
            directory.create(user, temporary_password())
        assert proxy.creations == 1
        assert directory.find(user.login) is not None


@pytest.mark.live
def test_a_wrong_secret_is_a_fault_of_configuration(realms: Realms, user: NewUser) -> None:
    wrong = Realms(realms.settings.model_copy(update={"provisioner_client_secret": None}), realms.admin, {})
    with pytest.raises(ConfigurationError) as refused:
        wrong.directory().create(user, temporary_password())
    assert refused.value.problem == "keycloak_forbidden"


@pytest.mark.live
def test_a_user_whom_somebody_moved_out_of_our_group_is_that_ones_problem_only(realms: Realms, user: NewUser) -> None:
    directory = realms.directory()
    user_id = directory.create(user, temporary_password())
    directory.create(replace(user, login=f"{user.login}-2", email=f"2-{user.email}"), temporary_password())
    users = f"/admin/realms/{realms.settings.customers_realm}/users/{user_id}"
    (group,) = realms.admin.call("GET", f"{users}/groups").json()
    realms.admin.call("DELETE", f"{users}/groups/{group['id']}")
    with pytest.raises(PermanentError) as outside:
        directory.get(user_id)
    assert outside.value.code == "user_outside_group"


@pytest.mark.live
def test_p3_no_error_carries_what_was_sent(realms: Realms, user: NewUser) -> None:
    with pytest.raises(ConfigurationError) as refused:
        realms.directory().create(user, TemporaryPassword("sh0rt"))
    error = refused.value
    assert (error.__cause__, error.__suppress_context__) == (None, True)
    assert "sh0rt" not in repr(error)


def test_a_rewritten_user_has_the_new_data_and_stays_who_it_was(directory: Directory, user: NewUser) -> None:
    user_id = directory.create(user, temporary_password())
    changed = replace(user, email=f"new-{user.email}", first_name="Anna", last_name="Nowa", locale="en")
    directory.rewrite(user_id, changed)
    found = directory.find(user.login)
    assert found is not None
    assert (found.id, found.application_id) == (user_id, user.application_id)
    assert (found.email, found.password_pending, found.enabled) == (changed.email, True, True)


def test_nobody_is_rewritten_to_the_address_of_another(directory: Directory, user: NewUser) -> None:
    directory.create(user, temporary_password())
    other = replace(user, login=f"{user.login}9", email=f"o-{user.email}", application_id=str(uuid4()))
    other_id = directory.create(other, temporary_password())
    with pytest.raises(LoginOrEmailTaken) as taken:
        directory.rewrite(other_id, replace(other, email=user.email.upper()))
    assert taken.value.email
    assert directory.get(other_id).email == other.email


def test_a_user_that_is_gone_is_not_rewritten(directory: Directory, user: NewUser) -> None:
    with pytest.raises(UserMissing):
        directory.rewrite(str(uuid4()), user)
