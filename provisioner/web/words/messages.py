"""What is wrong with a field, as a sentence that says what to do (the codes come from `applications.read_entry`)."""

from collections.abc import Mapping

from provisioner.entry.reader import Problem
from provisioner.web.words.paper.fields import BY_NAME
from provisioner.web.words.translate import _, _l

UNFORESEEN = _l("Check what is typed here")
CODES: Mapping[str, object] = {
    "required": _l("Fill in this field"),
    "too_long": _l("Shorten this text: it is longer than the field can hold"),
    "unreadable": _l("Some characters cannot be read: type this text by hand instead of pasting it"),
    "alphabet": _l("Write this in Latin, Greek or Cyrillic letters, not mixed: some of them only look alike"),
    "name": _l("A name holds letters, spaces, hyphens, apostrophes and brackets, but no digits"),
    "company": _l("Write the name with letters or digits, without angle brackets"),
    "one_name": _l("Write the first name and the surname, or tick that there is one name only"),
    "no_nip": _l("Write the company's NIP, or tick that it has none"),
    "nip": _l("Check the NIP: ten digits that fit each other, or a foreign VAT number with its two letters"),
    "pesel_length": _l("A PESEL has eleven digits"),
    "pesel": _l("Check the PESEL: its digits do not fit each other"),
    "pesel_born": _l("Check the PESEL: its first six digits are no day of birth"),
    "mask": _l("Write the whole number: these dots stand for nothing that is recorded"),
    "email": _l("Check the e-mail address: it should look like jan@example.com, without Polish letters"),
    "phone": _l("Check the phone number: nine digits, or a plus sign and the code of another country"),
    "country": _l("Write the country in letters, or leave it empty for Poland"),
    "foreign_postcode": _l("A foreign postcode has letters and digits, at most 12 characters"),
    "postcode": _l("A postcode has five digits, like 83-300"),
    "customer_number": _l("Check the customer number: digits as on the invoice"),
    "tick": _l("Tick that you have done this"),
    "choose": _l("Choose one of the answers"),
    "date": _l("Write a real day, like 27.11.2026 or 27.11"),
    "hour": _l("Write an hour, as 15:30"),
    "future": _l("This day has not come yet"),
    "too_many": _l("The list is longer than the office allows at once: divide it"),
    "nobody": _l("No row means an account that could be ended"),
    "before_today": _l("This day is over: an edition counts from today on, or from a day still to come"),
    "code_taken": _l("Another edition has this code: papers are told apart by it, so write another one"),
    "no_clause": _l("Add at least one clause"),
    "many_clauses": _l("A form has 40 clauses at most: remove some"),
    "past": _l("Write a day that is still to come"),
    "over": _l("This day is over: deadlines are counted by what stood on it"),
    "closed_already": _l("The office is closed on this day already: see the list above"),
    "off_anyway": _l("Nobody works on this day anyway: it is a Saturday, a Sunday or a holiday"),
    "far_ahead": _l("This day is more than ten years away: check the year"),
    "too_far": _l("This day is more than a year ahead: check the year"),
    "not_by_this_person": _l(
        "This person cannot ask on this ground: choose another, or correct who asks or how it was filed"
    ),
    "channel_not_taken": _l("The office does not take such an application this way"),
    "effect_before_received": _l("It cannot take effect before it was received"),
    "too_old": _l("This day is more than a year ago: check the year"),
    "day_or_endless": _l("Write a last day, or tick that no end is known, not both"),
    "overdue": _l("With this date the deadline has already passed: check it, or tick that it is right"),
    "before_received": _l("The completion cannot have arrived before the application"),
    "after_received": _l("The document cannot be dated after the day it was received"),
    "differs": _l("The two e-mail addresses differ: compare them with the paper"),
    "who_asks": _l("Write the surname, or the company's name"),
    "before_noticed": _l("The authority cannot have been told before the incident was noted"),
    "nothing_changes": _l("Fill in what is to change"),
    "same_consent": _l("This consent stands so already: choose “unchanged”"),
    "same": _l("The account says this already: leave the field empty"),
    "other_number": _l(
        "This account has another customer number. One login has one number: a further one needs an application of "
        "its own"
    ),
    "read_or_missing": _l("Write the new address, or tick that it is missing, not both"),
    "whole_address": _l("Write the whole new address"),
    "unchanged": _l("The account has this address already"),
    "held": _l("Another account uses this address, and one mailbox takes one account: ask the customer for another"),
    "no_copy_by_post": _l("Untick the copy: it is handed over at the counter only"),
    "copy_required": _l("Hand the customer a copy and tick it: at the counter nobody leaves without one"),
}

SPECIFIC: Mapping[tuple[str, str], object] = {
    ("note", "too_long"): _l("Shorten the note to 2,000 characters"),
    ("kind", "choose"): _l("Choose whether it was keyed wrongly or the paper is wrong"),
    ("word_received_on", "required"): _l("Write the day the customer's signed word was received"),
    ("assessment", "required"): _l("Write what the incident may mean for the customer"),
    ("authority_told", "choose"): _l("Choose whether the authority was told"),
    ("authority_on", "required"): _l("Write the day the authority was told"),
    ("authority_reason", "required"): _l("Write why the authority is not told, or why so late"),
    ("customer_told", "choose"): _l("Choose whether the customer was told"),
    ("emergency_reason", "required"): _l("Write why it cannot wait for somebody else"),
    ("verdict", "choose"): _l("Choose what the review has found"),
    ("review", "required"): _l("Write what you have looked at and found"),
    ("hold_ground", "choose"): _l("Choose the exception by which the data are kept"),
    ("hold_until", "required"): _l("Write the last day on which the data are held back"),
    ("hold_reason", "required"): _l("Write why the data are needed"),
    ("mandate_kind", "choose"): _l("Choose on what they act for the customer"),
    ("mandate_name", "required"): _l("Write who acts for the customer"),
    ("mandate_until", "required"): _l("Write the last day, or tick that no end is known"),
    ("mandate_until", "before_received"): _l("The mandate was over before the application was received"),
    ("mandate_proof", "required"): _l("Write by what paper, and of which day"),
    ("returned_on", "required"): _l("Write the day on which the letter came back"),
    ("returned_on", "before_sent"): _l("The letter left only later: check the day"),
    ("returned_reason", "choose"): _l("Choose why the letter came back"),
    ("absent", "choose"): _l("Choose who is away"),
    ("substitute", "choose"): _l("Choose who stands in"),
    ("substitute", "away"): _l("They are away themselves on one of these days: choose somebody else"),
    ("substitute_from", "required"): _l("Write the first day"),
    ("substitute_from", "substituted"): _l("Somebody stands in on one of these days already: end that first"),
    ("substitute_until", "required"): _l("Write the last day"),
    ("substitute_until", "days_over"): _l("The last day comes before the first, or has passed"),
    ("closed_on", "required"): _l("Write the day on which the office is closed"),
    ("closed_reason", "required"): _l("Write why the office is closed"),
    ("word_channel", "choose"): _l("Choose how the customer's signed word was received"),
}
LEFT_EMPTY = ("required", "choose")
"""The codes for which each field has a sentence of its own among its words."""


def message(problem: Problem, label: str = "") -> str:
    """The sentence for one problem; `label` is the number on the paper where the field is a clause."""
    if problem.field.startswith("clause-") and problem.code == "choose":
        return _("Answer clause %(number)s: yes, no or illegible", number=label)
    own = BY_NAME[problem.field].missing if problem.code in LEFT_EMPTY and problem.field in BY_NAME else ""
    return str(own or SPECIFIC.get((problem.field, problem.code)) or CODES.get(problem.code, UNFORESEEN))
