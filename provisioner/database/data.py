"""What each column holds, why and for how long: declared at its table as `__data__`, read by the data map and erasing.

A test refuses a column that is not declared; `python -m tests.data_map` writes docs/data-map.md.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum


class Class(StrEnum):
    """What kind of data a column holds."""

    IDENTITY = "identity"
    """Who the customer is: names and numbers."""
    CONTACT = "contact"
    """Where the customer is reached: addresses, phone."""
    WORDS = "words"
    """What people typed or what was copied as they said it; it may say anything about anybody."""
    FACTS = "facts"
    """What was asked, answered and decided, and when: about a person for as long as the rows beside it name one."""
    STAFF = "staff"
    """Which member of staff acted."""
    SEALED = "sealed"
    """Hashes, salts and sealed tokens."""
    TECHNICAL = "technical"
    """Keys, counters and texts of the office: nobody's data."""


class Purpose(StrEnum):
    """What a table is for."""

    APPLICATION = "dealing with a signed application (R1 to R4)"
    ACCOUNT = "running the customer's account (R4 to R8)"
    PROOF = "proving what was done and by whom (P8)"
    STAFF = "knowing who works at the desk"
    OFFICE = "the office's own order"
    SYSTEM = "running the system"


class Basis(StrEnum):
    """Why personal data in it may be processed: the article of the GDPR."""

    CONTRACT = "art. 6(1)(b): the contract and steps before it"
    DUTY = "art. 6(1)(c): a legal duty"
    INTEREST = "art. 6(1)(f): security, and defence against claims"
    NONE = "none needed: no personal data"


class Kept(StrEnum):
    """For how long; what `provisioner/privacy` carries out each night."""

    CASE = "with the case: the settings `retention_…_days`"
    SEALED = "after the decision: the setting `retention_sealed_days`; with the case at the latest"
    VALUES = "with the case; once it is erased, the line of the journal still names the field"
    EVER = "for as long as the journal"
    LOGIN = "for ever: with the case erased as a keyed hash, so that nobody gets the login again"
    STAFF = "for as long as the journal names the person"
    LISTED = "until the staff realm names the person no more"
    SESSION = "a day after the last use"
    DRAFT = "until the form is saved or thrown away, or 14 days after the last typing"
    SPELLING = "until the last case that has the word is erased or no longer says it"
    TASK = "30 days after it was done, and with the case"
    OFFICE = "until the office changes it"
    ABSENCE = "until 30 days after its last day"
    VIEW = "until the person deletes it or has left"


@dataclass(frozen=True)
class Data:
    """What a table holds; `of` are the columns by which its rows belong to a case or to what stands on one.

    Such rows are erased with the case. A reference that is not named there (to a former account, say) is emptied when
    what it leads to is erased, so it must be nullable.
    """

    purpose: Purpose
    basis: Basis
    kept: Kept
    of: tuple[str, ...]
    columns: Mapping[Class, tuple[str, ...]]

    def classes(self) -> Iterator[tuple[str, Class]]:
        """Each column with its class, in the order declared."""
        for kind, names in self.columns.items():
            for name in names:
                yield name, kind


def data(purpose: Purpose, basis: Basis, kept: Kept, *, of: str = "", **columns: str) -> Data:
    """The declaration of a table: columns by class (`identity="first_name last_name"`), names apart by spaces."""
    return Data(
        purpose, basis, kept, tuple(of.split()), {Class(kind): tuple(names.split()) for kind, names in columns.items()}
    )
