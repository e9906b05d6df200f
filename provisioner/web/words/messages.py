"""What is wrong with a field, as a sentence that says what to do (the codes come from `applications.read_entry`)."""

from collections.abc import Mapping

from provisioner.entry.reader import Problem
from provisioner.web.words.paper import BY_NAME
from provisioner.web.words.translate import _, _l

UNFORESEEN = _l("Check what is typed here")
CODES: Mapping[str, object] = {
    "required": _l("Fill in this field"),
    "too_long": _l("Shorten this text: it is longer than the field can hold"),
    "invisible": _l("Remove the invisible characters: type this text by hand instead of pasting it"),
    "alphabet": _l("Use Latin letters only; letters that merely look alike are refused"),
    "name": _l("A name holds letters, spaces, hyphens and apostrophes only"),
    "company": _l("Write the company name without angle brackets"),
    "nip": _l("Check the NIP: it has ten digits and the last one does not fit the others"),
    "email": _l("Check the e-mail address: it should look like jan@example.com, without Polish letters"),
    "phone": _l("Check the phone number: nine digits, or a plus sign and the country code"),
    "postcode": _l("A postcode has five digits, like 83-300"),
    "customer_number": _l("Check the customer number: digits as on the invoice"),
    "choose": _l("Choose one of the answers"),
    "date": _l("Write a real day, like 27.11.2026 or 27.11"),
    "future": _l("This day has not come yet"),
    "too_old": _l("This day is more than a year ago: check the year"),
    "overdue": _l("With this date the deadline has already passed: check it, or tick that it is right"),
    "before_received": _l("The completion cannot have arrived before the application"),
    "after_received": _l("The document cannot be dated after the day it was received"),
    "differs": _l("The two e-mail addresses differ: compare them with the paper"),
    "no_copy_by_post": _l("Untick the copy: it is handed over at the counter only"),
    "copy_required": _l("Hand the customer a copy and tick it: at the counter nobody leaves without one"),
}

SPECIFIC: Mapping[tuple[str, str], object] = {
    ("note", "too_long"): _l("Shorten the note to 2,000 characters"),
}
LEFT_EMPTY = ("required", "choose")
"""The codes for which each field has a sentence of its own among its words."""


def message(problem: Problem, label: str = "") -> str:
    """The sentence for one problem; `label` is the number on the paper where the field is a clause."""
    if problem.field.startswith("clause-"):
        return _("Answer clause %(number)s: yes, no or illegible", number=label)
    own = BY_NAME[problem.field].missing if problem.code in LEFT_EMPTY and problem.field in BY_NAME else ""
    return str(own or SPECIFIC.get((problem.field, problem.code)) or CODES.get(problem.code, UNFORESEEN))
