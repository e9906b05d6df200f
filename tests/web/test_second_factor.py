"""Where staff need a one-time code the desk demands it, and takes no login that went without."""

import json

import pytest

from tests.web.desk import DeskUnderTest, desk_over
from tests.web.provider import FakeProvider, begin, come_back
from tests.web.rows import events


@pytest.fixture
def strict(small_desk: DeskUnderTest) -> DeskUnderTest:
    """A desk whose settings ask for the second factor."""
    return desk_over(small_desk.database, staff_otp="required")


def test_the_level_is_demanded_as_essential(strict: DeskUnderTest) -> None:
    wanted = json.loads(begin(strict.nobody())["claims"])
    assert wanted == {"id_token": {"acr": {"essential": True, "values": ["second-factor"]}}}


def test_where_none_is_asked_for_none_is_demanded(small_desk: DeskUnderTest) -> None:
    assert "claims" not in begin(small_desk.nobody())


@pytest.mark.parametrize("acr", [None, "0", "1", "2", "password"])
def test_a_login_without_it_gets_in_nowhere_and_is_told_why(
    strict: DeskUnderTest, provider: FakeProvider, acr: str | None
) -> None:
    browser = strict.nobody()
    wanted = begin(browser)
    page = come_back(browser, provider, wanted, provider.sign(provider.claims(wanted["nonce"], acr=acr)))
    assert page.status == 403
    assert "provisioner realm apply" in page.main, "who can mend it, and how"
    assert events(strict.database) == []
    assert browser.client.get("/").status_code == 303


def test_a_login_with_it_gets_in(strict: DeskUnderTest, provider: FakeProvider) -> None:
    browser = strict.nobody()
    wanted = begin(browser)
    token = provider.sign(provider.claims(wanted["nonce"], acr="second-factor"))
    assert come_back(browser, provider, wanted, token).status == 200
