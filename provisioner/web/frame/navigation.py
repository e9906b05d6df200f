"""What stands around every page of the desk: the way about, who is signed in, the banner when something is down."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from flask import Flask, request, url_for

from provisioner.backups import waits_since
from provisioner.entry.texts import visible
from provisioner.staff.roles import Action
from provisioner.web.desk import desk
from provisioner.web.frame.around import around
from provisioner.web.gate.access import Me, myself
from provisioner.web.words.language import language
from provisioner.web.words.office.findings import alarm
from provisioner.web.words.office.outages import outage, restored
from provisioner.web.words.terms import word
from provisioner.web.words.translate import _, ngettext


@dataclass(frozen=True)
class Item:
    """One way to go; `count` is what waits there, `spoken` the same for those who hear the page."""

    address: str
    text: str
    current: bool
    key: str = ""
    count: int = 0
    spoken: str = ""


@dataclass(frozen=True)
class OtherLanguage:
    """The language a reader may switch to, named in itself."""

    code: str
    name: str


LONGEST_SEARCH = 100
OTHERS = {"pl": OtherLanguage("en", "English"), "en": OtherLanguage("pl", "Polski")}


@dataclass(frozen=True)
class Frame:
    """The frame of a page for somebody signed in; `here` is where switching the language leads back to.

    `searched` is what the search box holds.
    """

    items: Sequence[Item]
    banners: Sequence[str]
    alarm: str
    person: str
    roles: str
    other_language: OtherLanguage
    here: str
    may_record: bool
    searched: str


def install(app: Flask) -> None:
    """Let those pages that have a frame ask for it."""
    app.jinja_env.globals["frame"] = frame


def frame() -> Frame:
    """The frame of this moment, for whoever is signed in."""
    parts, person = desk(), myself()
    with parts.database.reading() as db:
        found = around(db)
        copied = waits_since(db) if found.counts["restored"] else None
    return Frame(
        items=list(_items(person, found.counts)),
        banners=[*([restored(copied)] if copied else []), *(outage(one) for one in found.outages)],
        alarm=alarm(found.counts["alarms"]) if found.counts["alarms"] else "",
        person=person.name,
        roles=", ".join(word(role) for role in person.roles),
        other_language=OTHERS[language()],
        here=request.full_path.rstrip("?") if request.method == "GET" else "/",
        may_record=person.may(Action.RECORD),
        searched=searched(),
    )


def searched(sent: Mapping[str, str] | None = None) -> str:
    """What is asked of the search, by the address where no form is `sent`; it stays with the case that was opened."""
    asked = request.args if sent is None else sent
    return visible(asked.get("q", "")).strip()[:LONGEST_SEARCH]


def _items(person: Me, counts: Mapping[str, int]) -> Iterator[Item]:
    waiting, attention, proposed, reported = (counts[one] for one in ("waiting", "attention", "proposed", "reported"))
    to_approve = ngettext("%(num)d application to be approved", "%(num)d applications to be approved", waiting)
    to_act = ngettext("%(num)d account needs attention", "%(num)d accounts need attention", attention)
    if proposed:
        to_confirm = ngettext("%(num)d proposal to be confirmed", "%(num)d proposals to be confirmed", proposed)
        to_act = f"{to_act}, {to_confirm}"
    if reported:
        to_check = ngettext("%(num)d report from a mail", "%(num)d reports from mails", reported)
        to_act = f"{to_act}, {to_check}"
    yield _item("queue.index", _("Queue"), count=waiting, spoken=to_approve)
    if person.may(Action.RECORD):
        yield _item("intake.new", _("New application"), key="N")
    yield _item("accounts.index", _("Accounts"), count=attention + proposed + reported, spoken=to_act)
    came_back = ngettext("%(num)d letter came back", "%(num)d letters came back", counts["returned"])
    yield _item("post.index", _("Letters"), count=counts["returned"], spoken=came_back)
    to_settle = ngettext("%(num)d thing found", "%(num)d things found", counts["found"])
    yield _item("agreement.index", _("Keycloak"), count=counts["found"], spoken=to_settle)
    yield _item("calendar.index", _("Calendar"))
    emergencies = counts["emergencies"]
    if emergencies and person.may(Action.REVIEW_EMERGENCY):
        to_review = ngettext("%(num)d emergency to be reviewed", "%(num)d emergencies to be reviewed", emergencies)
        yield _item("emergency.index", _("Emergencies"), count=emergencies, spoken=to_review)
    if person.may(Action.READ_INCIDENTS):
        incidents = counts["incidents"]
        to_assess = ngettext("%(num)d incident to be assessed", "%(num)d incidents to be assessed", incidents)
        yield _item("incidents.index", _("Incidents"), count=incidents, spoken=to_assess)
    if person.may(Action.READ_NUMBERS):
        yield _item("numbers.index", _("Numbers"))
    if person.may(Action.READ_STAFF):
        yield _item("staff_list.index", _("Staff"))
    if person.may(Action.SEE_ERASURES):
        yield _item("privacy.index", _("Personal data"))
    if person.may(Action.READ_SETTINGS):
        yield _item("settings.index", _("Settings"))
    if person.may(Action.AUDIT):
        yield _item("journal.index", _("Journal"))


def _item(endpoint: str, text: str, *, key: str = "", count: int = 0, spoken: str = "") -> Item:
    return Item(url_for(endpoint), text, request.endpoint == endpoint, key, count, spoken)
