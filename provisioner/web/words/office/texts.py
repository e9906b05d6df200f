"""The office's texts in words: what each is, what its parts are for, what the names filled in stand for."""

from collections.abc import Iterator, Mapping
from typing import Any

from provisioner.mail.language import Language
from provisioner.mail.wording import Part
from provisioner.web.words.translate import _, _l

TITLES: Mapping[str, Any] = {
    "credentials": _l("Login details"),
    "reminder": _l("Reminder of the temporary password"),
    "blocked": _l("Account blocked"),
    "unblocked": _l("Account unblocked"),
    "closed": _l("Account closed"),
    "deleted": _l("Account deleted"),
    "data_changed": _l("Data of the account changed"),
    "address_changed": _l("E-mail address changed: to the former address"),
    "password": _l("Password changed"),
    "codes_on": _l("One-time codes turned on"),
    "codes_off": _l("One-time codes turned off"),
    "new_regulamin": _l("A new Regulamin to accept"),
    "letter_attached": _l("Mail that brings a letter"),
    "call_account": _l("Call for completion: application for an account"),
    "call_change": _l("Call for completion: change of data"),
    "call_resignation": _l("Call for completion: resignation"),
    "call_consents": _l("Call for completion: declaration on consents"),
    "call_regulamin": _l("Call for completion: declaration on the Regulamin"),
    "refusal_account": _l("Refusal: application for an account"),
    "refusal_change": _l("Refusal: change of data"),
    "refusal_resignation": _l("Refusal: resignation"),
    "refusal_consents": _l("Refusal: declaration on consents"),
    "refusal_regulamin": _l("Refusal: declaration on the Regulamin"),
    "confirmation_created": _l("Confirmation: account created"),
    "confirmation_changed": _l("Confirmation: data changed"),
    "confirmation_closed": _l("Confirmation: account closed"),
    "confirmation_deleted": _l("Confirmation: account deleted"),
    "declared_consents": _l("Confirmation: consents changed"),
    "declared_regulamin": _l("Confirmation: Regulamin accepted"),
    "erasure_answered": _l("Request to erase: answer"),
    "erasure_refused": _l("Request to erase: refusal"),
    "erasure_delay": _l("Request to erase: more time"),
    "erasure_question": _l("Request to erase: question"),
}
PARTS: Mapping[str, Any] = {
    "subject": _l("Subject, which is its heading too"),
    "opening": _l("Beginning"),
    "replaces": _l("Where it replaces an earlier mail"),
    "steps": _l("Steps, one a line"),
    "reason": _l("Where a reason is told"),
    "ground": _l("Where a ground is told"),
    "undo": _l("Until when it can be taken back"),
    "wanted": _l("What the customer is asked for"),
    "closing": _l("End"),
    "title": _l("Title"),
    "password": _l("Where the password comes from"),
    "ask": _l("What the customer is asked for and how"),
    "when": _l("When the office answers"),
    "clauses": _l("Where clauses were not accepted: before their points"),
    "again": _l("What the customer can do"),
    "after": _l("What stays and what can be done"),
    "erased": _l("Where something was erased: before its points"),
    "after_erased": _l("Behind what was erased"),
    "kept": _l("Where something was kept: before its points"),
    "after_kept": _l("Behind what was kept"),
    "stored": _l("How long the request is kept"),
    "complaint": _l("Complaint and court"),
    "due": _l("By when the answer comes"),
}
NAMES: Mapping[str, Any] = {
    "login": _l("login of the account"),
    "login_page": _l("address of the login page"),
    "password_rule": _l("what an own password must be"),
    "access_mail": _l("subject of the mail with the login details"),
    "sent": _l("when that mail left"),
    "until": _l("the last day or moment"),
    "reason": _l("the reason"),
    "ground": _l("ground on which the account ends"),
    "closed_on": _l("day on which the account was closed"),
    "fields": _l("names of the data changed"),
    "new_address": _l("the new address, masked"),
    "at": _l("when it was changed"),
    "regulamin": _l("Regulamin, as its edition names it"),
    "since": _l("day from which it counts"),
    "number": _l("number of the case"),
    "received": _l("day on which the paper was received"),
    "ways": _l("ways in which the customer may answer"),
    "last_day": _l("number of the last working day"),
    "mailbox": _l("e-mail address of the account"),
    "done": _l("day on which it was done"),
    "days": _l("number of days with the word “days”"),
    "due": _l("last day for the answer"),
    "utility": _l("name of the company"),
    "office": _l("address of the office"),
    "phone": _l("phone of the office"),
    "email": _l("e-mail address of the office"),
    "hours": _l("hours of the office"),
}
LANGUAGES: Mapping[Language, Any] = {Language.PL: _l("In Polish"), Language.EN: _l("In English")}
WITHIN: Mapping[Language, Any] = {Language.PL: _l("in Polish"), Language.EN: _l("in English")}
"""The same inside a sentence."""


def title(name: str) -> str:
    """What a text is called; its own name where this version does not know it."""
    return str(TITLES.get(name, name))


def part_label(name: str) -> str:
    """What a part is for; its own name where this version does not know it."""
    return str(PARTS.get(name, name))


def part_in(name: str, language: Language) -> str:
    """One part in one language."""
    return f"{part_label(name)} ({WITHIN[language]})"


def braced(names: tuple[str, ...] | list[str]) -> str:
    """Names as they are typed."""
    return ", ".join(f"{{{name}}}" for name in names)


def rule_of(part: Part) -> str:
    """Which names a part must hold and may."""
    if not part.names:
        return _("one line, without names to fill in")
    may = braced([name for name in part.names if name not in part.needs])
    if part.needs:
        return _("must hold %(needs)s; may hold %(may)s", needs=braced(part.needs), may=may)
    return _("may hold %(may)s", may=may)


def wrong(part: Part, said: str) -> str:
    """What is wrong with what was typed, as a sentence that says what to do; nothing where it is right."""
    if foreign := part.foreign(said):
        found = ", ".join(dict.fromkeys(foreign))
        if not part.names:
            return _("Take out %(found)s: nothing is filled in here", found=found)
        return _("Take out %(found)s: only the names listed here are filled in", found=found)
    if missing := part.missing(said):
        return _("Add %(names)s, which this part must hold", names=braced(missing))
    return ""


def reworded(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    """Each part that a version says otherwise: which it is, its own words before and after."""
    for language in Language:
        old, new = before.get(language.value, {}), after.get(language.value, {})
        for name in dict.fromkeys((*old, *new)):
            if old.get(name) != new.get(name):
                yield part_in(name, language), old.get(name) or _("shipped text"), new.get(name) or _("shipped text")
