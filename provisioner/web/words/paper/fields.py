"""How each field of the paper is called and shown: its place after column and declaration (docs/extending.md)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from provisioner.applications import paper
from provisioner.cases.filing import COMPLETED_ON, RECEIVED_ON
from provisioner.entry.field import Field
from provisioner.entry.reader import AGAIN as SECOND_TIME
from provisioner.web.words.translate import _, _l

DAYS = _l("27.11.2026, 27.11, d = today, w = yesterday")


@dataclass(frozen=True)
class FieldWords:
    """The label, what to say where it is left empty, and a hint; then how wide and with which keyboard it is typed.

    With `none` a choice can be taken back again.
    """

    label: Any
    missing: Any = ""
    hint: Any = ""
    size: str = "field-half"
    input_class: str = ""
    keyboard: str = ""
    none: Any = ""


WORDS: Mapping[Field[Any], FieldWords] = {
    paper.BRANCH: FieldWords(_l("Office"), _l("Choose the office that took the paper in"), size="field-wide"),
    paper.CHANNEL: FieldWords(_l("How it was filed"), _l("Choose how the application was filed"), size="field-wide"),
    paper.RECEIVED_ON: FieldWords(
        _l("Date received"), _l("Write the day the application was received"), DAYS, "", "size-12", "text"
    ),
    paper.RECEIVED_TIME: FieldWords(
        _l("Hour received"),
        hint=_l("of the e-mail, like 15:30; after office hours it counts from the next working day"),
        size="field-wide",
        input_class="size-8",
    ),
    paper.DOCUMENT_DATE: FieldWords(
        _l("Date on the document"), hint=_l("as written beside the signature"), size="", input_class="size-12"
    ),
    paper.CUSTOMER_NUMBER: FieldWords(
        _l("Customer number"),
        _l("Write the customer number from the invoice"),
        _l("as on the invoice"),
        "",
        "size-20",
        "numeric",
    ),
    paper.CUSTOMER_KIND: FieldWords(_l("Customer"), _l("Choose a natural person or a company"), size="field-wide"),
    paper.COMPANY_NAME: FieldWords(
        _l("Company name"), _l("Write the company name as on the invoice"), _l("companies only, as on the invoice")
    ),
    paper.NIP: FieldWords(
        _l("NIP"),
        _l("Write the company's NIP"),
        _l("companies only; of a foreign one its VAT number"),
        size="",
        input_class="size-20",
    ),
    paper.FIRST_NAME: FieldWords(_l("First name"), _l("Write the first name")),
    paper.LAST_NAME: FieldWords(_l("Surname"), _l("Write the surname")),
    paper.PESEL: FieldWords(
        _l("PESEL"),
        hint=_l("11 digits; kept sealed, shown masked; dots left as they are change nothing"),
        size="",
        input_class="size-20",
        keyboard="numeric",
    ),
    paper.FILED_BY: FieldWords(_l("Signed by"), _l("Choose who signed the application"), size="field-wide"),
    paper.ATTORNEY_NAME: FieldWords(
        _l("Who acts for the customer"),
        _l("Write the first name and surname, or the company's name, of whoever acts for the customer"),
        _l("only when it is not the customer"),
    ),
    paper.MANDATE_UNTIL: FieldWords(
        _l("Mandate valid until"),
        hint=_l("last day, if it names one"),
        size="",
        input_class="size-12",
    ),
    paper.PROOF_KIND: FieldWords(
        _l("Proof of the mandate"),
        _l("Choose what kind of paper proves the mandate"),
        size="field-wide",
        none=_l("none shown"),
    ),
    paper.PROOF_ON: FieldWords(_l("Date of the proof"), size="", input_class="size-12"),
    paper.STREET: FieldWords(_l("Street, house, flat"), _l("Write the street and the house number"), size="field-wide"),
    paper.POSTCODE: FieldWords(_l("Postcode"), _l("Write the postcode"), size="", input_class="size-8"),
    paper.TOWN: FieldWords(_l("Town"), _l("Write the town")),
    paper.COUNTRY: FieldWords(_l("Country"), hint=_l("only for an address abroad")),
    paper.EMAIL: FieldWords(
        _l("E-mail"),
        _l("Write the e-mail address: the login details go there"),
        _l("the login details go to this address"),
        keyboard="email",
    ),
    paper.PHONE: FieldWords(_l("Phone"), size="", input_class="size-20", keyboard="tel"),
    paper.LANGUAGE: FieldWords(_l("Language of the mails"), _l("Choose the language of the mails"), size=""),
    paper.REGULAMIN_SIGNED: FieldWords(_l("Regulamin signed"), _l("Answer whether the Regulamin is signed")),
    paper.ORIGINAL_LOCATION: FieldWords(_l("Where the original lies"), hint=_l("folder, shelf mark")),
    paper.NOTE: FieldWords(_l("Note")),
    paper.COMPLETED_ON: FieldWords(
        _l("Date the completion arrived"),
        _l("Write the day the completion arrived"),
        DAYS,
        "field-wide",
        "size-12",
    ),
}

AGAIN: Mapping[Field[Any], FieldWords] = {
    paper.EMAIL: FieldWords(
        _l("E-mail once more"),
        _l("Write the e-mail address once more"),
        _l("typed again, not copied"),
        keyboard="email",
    ),
}
"""The words of what is typed a second time."""

ONE_NAME = _l("Yes, there is one name only")
SURE_OF_DAYS: Mapping[str, Any] = {
    RECEIVED_ON: _l("Yes, received on %(day)s"),
    COMPLETED_ON: _l("Yes, the completion arrived on %(day)s"),
}
"""What is ticked on every paper beside a day that is unusual but meant."""
SURE: Mapping[str, Any] = {
    **SURE_OF_DAYS,
    paper.FIRST_NAME.name: ONE_NAME,
    paper.LAST_NAME.name: ONE_NAME,
    paper.NIP.name: _l("Yes, the company has no tax number"),
}
"""What is ticked beside a field whose unusual answer is meant."""

PARTS: Mapping[paper.Part, Any] = {
    paper.Part.FILING: _l("Filing"),
    paper.Part.CUSTOMER: _l("Customer"),
    paper.Part.CONTACT: _l("Address and contact"),
    paper.Part.CLAUSES: _l("Clauses"),
    paper.Part.OFFICE: _l("For the office"),
}
COPY_HANDED = _l("Copy handed to the customer")
COMPANY_USER = _l("Of a company: the person who will use the account; may be left empty.")
OF_CHANGES: Mapping[str, FieldWords] = {
    "signed": FieldWords(_l("Signed"), _l("Answer whether the paper is signed")),
    "email_missing": FieldWords(_l("A new e-mail address is wanted, and it is missing or illegible")),
}
"""What only the paper of a change of data asks."""
OF_REQUESTS: Mapping[str, FieldWords] = {
    "answer_email": FieldWords(
        _l("E-mail for the answer"), hint=_l("where the request came by e-mail"), keyboard="email"
    ),
    "letter_language": FieldWords(_l("Language of the letter"), _l("Choose the language of the letter"), size=""),
}
"""What only a request to erase asks; who asks is said as in the end of an account."""
OF_RESIGNATIONS: Mapping[str, FieldWords] = {
    "names": FieldWords(
        _l("Customer numbers or logins"), _l("Write at least one customer number or login"), _l("one a line")
    ),
    "asked_by": FieldWords(_l("Who asks"), _l("Choose who asks"), size="field-wide"),
    "asker_name": FieldWords(
        _l("Name of whoever asks for the customer"),
        _l("Write the name of whoever asks for the customer"),
        _l("only when it is not the customer"),
    ),
    "ground": FieldWords(_l("Ground"), _l("Choose the ground"), size="field-wide"),
    "basis": FieldWords(
        _l("Basis"), hint=_l("the provision of the Regulamin or of law; left empty it is that of the ground")
    ),
    "proof": FieldWords(_l("Proof"), hint=_l("mandate, death certificate: what and of which day")),
    "effect_on": FieldWords(
        _l("Takes effect on"), hint=_l("left empty: when it is approved"), size="", input_class="size-12"
    ),
}
"""What only the paper that ends an account asks."""
OF_CORRECTIONS: Mapping[str, FieldWords] = {
    "date_reason": FieldWords(
        _l("Why the date received is corrected"), _l("Write why the date received is corrected: the deadline moves")
    ),
}
"""What is asked about a correction and stands on no paper."""
BY_NAME: Mapping[str, FieldWords] = {
    **{field.name: words for field, words in WORDS.items()},
    **{field.name + SECOND_TIME: words for field, words in AGAIN.items()},
    **OF_CHANGES,
    **OF_REQUESTS,
    **OF_RESIGNATIONS,
    **OF_CORRECTIONS,
}


OTHERS: Mapping[str, Any] = {
    "keycloak_user": _l("Keycloak's user"),
    "ip_address": _l("IP address"),
    "hold_reason": _l("Reason for holding the data back"),
    "extend_reason": _l("Why the month is not enough"),
    "release_reason": _l("Reason for releasing the data"),
    "skip_reason": _l("Why it was skipped"),
    "handed_words": _l("Why it is handed over"),
    "asked_words": _l("Question"),
    "emergency_reason": _l("Why it cannot wait for somebody else"),
    "review": _l("What the review has found"),
    "reveal_reason": _l("Why it was shown"),
    "case_note": _l("Text of the note"),
    "scan_reason": _l("Why a scan was removed"),
    "mandate_endless": _l("No end is known"),
    "mandate_proof": _l("By what paper"),
    "revoke_reason": _l("Why the mandate has ended"),
}
"""What stands beside lines of the journal and on no paper."""


def label(name: str) -> str:
    """What a field of the paper is called, by its name; a clause by its number, the copy by what is ticked."""
    if name.startswith(paper.CLAUSE):
        return _("clause %(number)s", number=name.removeprefix(paper.CLAUSE))
    if name == paper.COPY_HANDED:
        return str(COPY_HANDED)
    return str(BY_NAME[name].label if name in BY_NAME else OTHERS.get(name, name))
