"""An office at work and its customers: papers recorded and approved, pages looked at, logins, all without a rest."""

import re
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import EmailMessage
from functools import partial
from itertools import count, cycle
from queue import Empty, Queue

from bs4 import BeautifulSoup

from tests.crash.conftest import ACCESS_SUBJECTS
from tests.factories import PAPER
from tests.sink import mailed_password, text_of
from tests.twofold.installation import Installation
from tests.twofold.people import AtHome, Clerk, browser, open_link
from tests.twofold.tally import TRIES, Tally

CLERK, APPROVER, READERS = "anna.zielinska", "maria.kaminska", ("piotr.wisniewski", "tomasz.lewandowski")
LOOKED_AT = ("/", "/accounts", "/search?q=Polna", "/applications/new")
REST_SECONDS = 0.7
numbers = count(300_001)


@dataclass
class Load:
    """What people have done so far, by the customer's number, which is the login."""

    site: Installation
    tally: Tally = field(default_factory=Tally)
    recorded: dict[str, str] = field(default_factory=dict)
    approved: list[str] = field(default_factory=list)
    customers: list[AtHome] = field(default_factory=list)
    _papers: "Queue[str]" = field(default_factory=Queue)
    _stop: threading.Event = field(default_factory=threading.Event)

    def stop(self) -> None:
        """Everybody finishes what they have begun."""
        self._stop.set()

    def rests(self) -> bool:
        """Whether the working day goes on, after a breath."""
        return not self._stop.wait(REST_SECONDS)

    def record(self, clerk: Clerk) -> None:
        """One paper after another."""
        while self.rests():
            number = str(next(numbers))
            page = self.tally.attempt("pages", partial(clerk.see, "/applications/new"))
            if page is None:
                continue
            typed = self.paper(page, number)
            case = self.tally.attempt("recordings", partial(clerk.send, page, "/applications/new", **typed))
            if case is not None:
                self.recorded[number] = case
                self._papers.put(number)

    def approve(self, approver: Clerk) -> None:
        """What was recorded, as it comes, and all of it before the end."""
        while self.rests() or not self._papers.empty():
            try:
                number = self._papers.get_nowait()
            except Empty:
                continue
            self.tally.attempt("approvals", partial(self.approve_one, approver, self.recorded[number]))
            self.approved.append(number)

    def approve_one(self, approver: Clerk, case: str) -> bool:
        """Approve a case, unless it is approved already. Raises Unwell."""
        page = approver.see(case)
        if page.find("form", action=lambda action: str(action).endswith("/approve")):
            approver.send(page, "/approve$")
        return True

    def read(self, reader: Clerk) -> None:
        """One page after another."""
        for path in cycle(LOOKED_AT):
            self.tally.attempt("pages", partial(reader.see, path))
            if not self.rests():
                return

    def arrive(self) -> None:
        """Whoever gets a mail logs in at once and sets an own password."""
        known: set[str] = set()
        while self.rests():
            for mail in list(self.site.sink.received):
                number = str(mail["To"]).partition("@")[0].removeprefix("c")
                if mail["Subject"] in ACCESS_SUBJECTS and number in self.recorded.keys() - known:
                    known.add(number)
                    self._log_in(self.customer(number, mailed_password(mail)))

    def come_back(self) -> None:
        """Customers with an own password log in again, in turn."""
        turn = 0
        while self.rests():
            if self.customers:
                turn += 1
                self._log_in(self.customers[turn % len(self.customers)])

    def open_links(self) -> None:
        """Whoever got a mail looks where its link leads, the newest first."""
        while self.rests():
            links = (_link(mail, self.site.settings.public_url) for mail in reversed(list(self.site.sink.received)))
            if link := next(filter(None, links), ""):
                self.tally.attempt("links", partial(open_link, link, self.site.authority))

    def _log_in(self, customer: AtHome) -> None:
        done = self.tally.attempt("logins", customer.log_in)
        if done and customer not in self.customers:
            self.customers.append(customer)

    def customer(self, number: str, password: str) -> AtHome:
        """One whose mail said this password."""
        settings = self.site.settings
        return AtHome(settings.keycloak_url, settings.customers_realm, self.site.authority, number, password)

    def paper(self, page: BeautifulSoup, number: str) -> dict[str, str]:
        """What stands on the paper of one customer; each lives elsewhere and has a mailbox of their own."""
        clauses = {str(one["name"]): "accepted" for one in page.select("input[name^=clause-]")}
        address = f"c{number}@example.com"
        own = {"customer_number": number, "street": f"ul. Polna {number}", "email": address, "email_again": address}
        return PAPER | clauses | own | {"received_on": "d", "document_date": "", "phone": "", "open": "1"}

    def signed_in(self, login: str) -> Clerk:
        """A member of staff at their desk."""
        person = Clerk(
            self.site.settings.desk_url, browser(self.site.authority), login, self.site.staff_password(login)
        )
        person.sign_in()
        return person


def _link(mail: EmailMessage, public_url: str) -> str:
    """The address of the page "it wasn't me" in a mail, empty where there is none."""
    found = re.search(rf"{re.escape(public_url)}\S+", text_of(mail))
    return found[0] if found else ""


@contextmanager
def working(site: Installation, tries: int = TRIES) -> Iterator[Load]:
    """Everybody works inside, the staff signed in; whatever somebody could not do without raising is in the tally."""
    load = Load(site, Tally(tries))
    clerk, approver, *readers = map(load.signed_in, (CLERK, APPROVER, *READERS))
    parts: list[Callable[[], None]] = [partial(load.record, clerk), partial(load.approve, approver)]
    parts += [load.arrive, load.come_back, load.open_links, *(partial(load.read, reader) for reader in readers)]
    with ThreadPoolExecutor(len(parts)) as pool:
        busy = [pool.submit(part) for part in parts]
        try:
            yield load
        finally:
            load.stop()
    for one in busy:
        one.result()
