"""What is possible but rarely meant: it is asked about, and saved once the tick beside the field says so."""

import provisioner.applications.paper as paper
from provisioner.applications.rules import CustomerKind
from provisioner.applications.tables import Application
from provisioner.entry.field import Field, Values
from provisioner.entry.reader import Reader

YES = "yes"


def ask_about_missing(read: Reader, values: Values) -> None:
    """Ask about a person with one name and about a company without a tax number; no name at all is a mistake."""
    if values[paper.CUSTOMER_KIND] is CustomerKind.COMPANY:
        if _left_empty(read, paper.NIP):
            read.ask(paper.NIP.name, "no_nip", YES)
        return
    empty = [field for field in (paper.FIRST_NAME, paper.LAST_NAME) if _left_empty(read, field)]
    for field in empty:
        if len(empty) > 1:
            read.wrong(field.name, "required")
        else:
            read.ask(field.name, "one_name", YES)


def left_empty_on_purpose(application: Application) -> list[Field[str]]:
    """The fields about which the answer was yes when the application was saved."""
    company = application.customer_kind is CustomerKind.COMPANY
    fields = (paper.NIP,) if company else (paper.FIRST_NAME, paper.LAST_NAME)
    return [field for field in fields if not field.of(application)]


def _left_empty(read: Reader, field: Field[str]) -> bool:
    return not read.raw.get(field.name, "").strip()
