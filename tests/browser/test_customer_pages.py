"""Every page a customer meets, in Chromium: clean for axe, whole at 320 px, no English on a Polish page."""

import re

import pytest

from tests.accessible import note
from tests.browser.visit import TEMPORARY, Visit
from tests.sink import Sink, text_of

pytestmark = [pytest.mark.live, pytest.mark.browser]


def test_every_page_a_customer_can_reach(visit: Visit, realm_mails: Sink) -> None:
    log_in_for_the_first_time(visit)
    look_around_the_account(visit)
    forget_the_password(visit, realm_mails)
    lose_the_way(visit)
    assert len(visit.seen) == 17
    assert visit.faults == []
    note(visit.page, "customers", f"login-{visit.name}", len(visit.seen))


def log_in_for_the_first_time(visit: Visit) -> None:
    visit.open_login()
    visit.look("login")
    visit.send(username=visit.login, password="definitely-wrong-1")
    visit.look("wrong password")
    visit.send(username=visit.login, password=TEMPORARY)
    visit.look("set a password")
    visit.send(password_new="abc1", password_confirm="abc1")
    visit.look("too short")
    visit.page.fill("#password-new", "zażółć12")
    assert visit.page.locator("#password-rules [data-met]").count() == 3
    visit.send(password_new="zażółć12", password_confirm="other")
    visit.look("not the same")
    visit.send(password_new="zażółć12", password_confirm="zażółć12")


def look_around_the_account(visit: Visit) -> None:
    visit.page.wait_for_selector("main h1")
    visit.look("account")
    for path in ("signing-in", "device-activity"):
        visit.page.goto(f"{visit.realm}/account/account-security/{path}")
        visit.page.wait_for_selector("main h1")
        visit.look(path)
    visit.page.goto(f"{visit.realm}/protocol/openid-connect/logout?client_id=account-console")
    visit.look("log out")
    visit.send()
    visit.look("logged out")


def forget_the_password(visit: Visit, mails: Sink) -> None:
    visit.page.goto(f"{visit.realm}/login-actions/reset-credentials?client_id=account-console")
    visit.page.wait_for_selector("#username")
    visit.look("forgotten password")
    visit.send(username=visit.login)
    visit.look("mail sent")
    link = next(iter(re.findall(r"http\S+action-token\S+", text_of(mails.to(visit.email)[-1]))))
    visit.forget_cookies()
    visit.page.goto(link)
    visit.look("from the link")
    visit.send(password_new="źdźbło777", password_confirm="źdźbło777")
    visit.look("saved")
    visit.forget_cookies()
    visit.page.goto(link)
    visit.look("link used twice")


def lose_the_way(visit: Visit) -> None:
    visit.page.goto(f"{visit.realm}/protocol/openid-connect/auth?client_id=nowhere&ui_locales={visit.language}")
    visit.look("unknown service")
    visit.page.goto(f"{visit.realm}/login-actions/authenticate")
    visit.look("no cookie")
