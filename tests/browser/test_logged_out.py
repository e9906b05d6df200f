"""A member of staff logged out by an administrator of Keycloak loses the desk at once, on the real stack."""

import pytest
from playwright.sync_api import Browser, expect

from provisioner.local.environment import ADMIN_SECRET
from provisioner.local.server import ADMIN
from provisioner.realm.admin import RealmAdmin
from provisioner.realm.credentials import AdminCredentials
from tests.local_stack import LocalStack

pytestmark = [pytest.mark.browser, pytest.mark.live]
PERSON = "piotr.wisniewski"


def test_logged_out_in_keycloak_is_out_of_the_desk(chromium: Browser, local_stack: LocalStack) -> None:
    context = chromium.new_context(locale="pl-PL")
    page = context.new_page()
    page.goto(local_stack.desk_url)
    page.fill("#username", PERSON)
    page.fill("#password", local_stack.staff_password(PERSON))
    page.click("#kc-login")
    expect(page.locator("h1")).to_have_text("Kolejka")
    admin = RealmAdmin(local_stack.keycloak_url, AdminCredentials(ADMIN, local_stack.secret(ADMIN_SECRET)))
    (user,) = admin.call("GET", f"/admin/realms/staff/users?username={PERSON}&exact=true").json()
    admin.call("POST", f"/admin/realms/staff/users/{user['id']}/logout")
    page.reload()
    expect(page.locator("#kc-login")).to_be_visible()
    context.close()
