"""What writes: a paper taken in as the clerk does it, and five hundred clean applications approved at once."""

from provisioner.decisions.many import MOST
from provisioner.staff.roles import Role
from tests.bench.desks import FilledDesk
from tests.bench.people import Person
from tests.bench.taken import Ask, Send
from tests.factories import PAPER
from tests.web.page import Browser, filled

NEW = "/applications/new"


def looked_ahead(one: FilledDesk, n: int) -> Send:
    """What is said of a whole paper before it is saved: its deadline, and who is known already."""
    data = _typed(one.browser, n)
    return lambda: one.browser.client.post("/applications/preview", data=data)


def saved(one: FilledDesk, n: int) -> Send:
    """Another paper each time, "save and next"."""
    data = _typed(one.browser, n) | {"next": "1"}
    return lambda: one.browser.client.post(NEW, data=data)


def compared(one: FilledDesk, _: int) -> Send:
    """The page on which all clean ones are compared."""
    browser = _approver(one)
    data = browser.get("/").form("/queue/check") | {"all": "1"}
    return lambda: browser.client.post("/queue/check", data=data)


def approved(one: FilledDesk, _: int) -> Send:
    """Those that were compared, approved."""
    browser = _approver(one)
    page = browser.send(browser.get("/"), "/queue/check", button="all")
    data = page.form("/queue/approve")
    assert sum(name.startswith("case-") for name in data) == MOST
    return lambda: browser.client.post("/queue/approve", data=data)


def _approver(one: FilledDesk) -> Browser:
    return one.desk.as_(Role.APPROVER, name="Barbara Zych")


def _typed(browser: Browser, n: int) -> dict[str, str]:
    """A paper of somebody with a name that many have, typed into the form as the desk gives it."""
    tag = browser.get(NEW).form_tag(NEW)
    clauses = {str(one["name"]): "accepted" for one in tag.select("input[name^=clause-]")}
    who = Person.numbered(7_000_000 + n)
    told = {
        "customer_number": who.login, "first_name": who.first_name.title(), "last_name": who.last_name.title(),
        "street": who.street, "town": who.town, "email": who.email, "email_again": who.email,
        "phone": f"5{who.phone[4:]}",
    }  # fmt: skip
    return {**filled(tag), **PAPER, **clauses, **told}


SAVING: dict[str, tuple[Ask, str]] = {
    "looking ahead while typing": (looked_ahead, "ratio ≤ 1.5"),
    "a new paper saved": (saved, "ratio ≤ 1.5"),
}
"""Each with what is aimed at."""
