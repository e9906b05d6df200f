"""On what grounds an account is deleted: rows of a setting, because § 9 of each Regulamin says something else (R8)."""

from collections.abc import Sequence
from enum import StrEnum

from pydantic import BaseModel, ConfigDict, Field


class Asker(StrEnum):
    """Who asks for the end of an account, or for the erasing of data."""

    CUSTOMER = "customer"
    ATTORNEY = "attorney"
    MANAGER = "manager"
    GUARDIAN = "guardian"
    CURATOR = "curator"
    HEIR = "heir"
    OFFICE = "office"


BY_PAPER = tuple(one for one in Asker if one is not Asker.OFFICE)
"""Who can ask on paper."""


class Entitled(StrEnum):
    """Whom a ground lets ask."""

    CUSTOMER = "customer"
    ATTORNEY = "attorney"
    """Whoever acts for a living customer, on whatever mandate."""
    HEIR = "heir"
    OFFICE = "office"


ACTING = frozenset({Asker.ATTORNEY, Asker.MANAGER, Asker.GUARDIAN, Asker.CURATOR})
"""Who acts for a living customer, and may ask where an attorney may."""


class DeletionGround(BaseModel):
    """One ground; `basis` is what the Regulamin says of it, `proof` whether a paper has to show it.

    `told` says whether the customer is mailed, `delay_days` how long the deletion waits where it is not
    `deletion_delay_days`.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    code: str = Field(pattern="^[a-z][a-z_]{0,31}$")
    name_pl: str = Field(min_length=1, max_length=120)
    name_en: str = Field(min_length=1, max_length=120)
    asked_by: tuple[Entitled, ...] = Field(min_length=1)
    basis: str = Field("", max_length=240)
    proof: bool = False
    told: bool = True
    delay_days: int | None = Field(None, ge=0, le=365)

    def __str__(self) -> str:
        return self.code

    def open_to(self, asker: Asker) -> bool:
        """Whether this person may ask on this ground."""
        return (Entitled.ATTORNEY if asker in ACTING else Entitled(asker.value)) in self.asked_by

    def name(self, language: str) -> str:
        """What people read."""
        return self.name_pl if language == "pl" else self.name_en


BY_CUSTOMER, BY_OFFICE = (Entitled.CUSTOMER, Entitled.ATTORNEY), (Entitled.OFFICE,)
DEFAULT_GROUNDS: Sequence[DeletionGround] = (
    DeletionGround(
        code="resignation", name_pl="rezygnacja klienta", name_en="the customer resigns", asked_by=BY_CUSTOMER,
        basis="§ 9 Regulaminu IBOK",
    ),
    DeletionGround(
        code="contract_ended", name_pl="koniec umowy lub zmiana odbiorcy",
        name_en="end of contract or another customer", asked_by=(*BY_CUSTOMER, *BY_OFFICE),
        basis="§ 9 Regulaminu IBOK",
    ),
    DeletionGround(
        code="death", name_pl="śmierć klienta", name_en="death of the customer", asked_by=(Entitled.HEIR, *BY_OFFICE),
        proof=True, told=False,
    ),
    DeletionGround(
        code="breach", name_pl="naruszenie Regulaminu", name_en="breach of the Regulamin", asked_by=BY_OFFICE,
        basis="§ 9 Regulaminu IBOK",
    ),
    DeletionGround(
        code="new_terms", name_pl="odmowa przyjęcia nowego Regulaminu", name_en="new Regulamin not accepted",
        asked_by=(*BY_CUSTOMER, *BY_OFFICE), basis="§ 9 Regulaminu IBOK",
    ),
    DeletionGround(
        code="unused", name_pl="konto nieużywane", name_en="account never used", asked_by=BY_OFFICE,
    ),
    DeletionGround(
        code="erasure", name_pl="żądanie usunięcia danych", name_en="request to erase the data", asked_by=BY_CUSTOMER,
        basis="art. 17 RODO",
    ),
)  # fmt: skip
