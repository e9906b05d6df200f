"""What is thought of an electronic signature inside a scan; no library, no framework. It decides nothing by itself."""

from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Self

from provisioner.scans.walled.answer import Signed


class Verdict(StrEnum):
    """What is said of a signature."""

    NONE = "none"
    """The document has none; no row says so."""
    VALID = "valid"
    """Nothing was changed since, and an issuer whom the operator has supplied vouches for the certificate."""
    ALTERED = "altered"
    UNKNOWN_ISSUER = "unknown_issuer"
    NOT_CHECKED = "not_checked"


class Why(StrEnum):
    """Why a signature was not checked to its end."""

    UNREADABLE = "unreadable"
    OTHER_KIND = "other_kind"
    """A time stamp, or a mark of a kind that is not read here."""
    TOO_MANY = "too_many"
    OUT_OF_DATE = "out_of_date"
    """The certificate is not valid today, and nothing proves that it was when it was used."""
    WEAK = "weak"
    """Digest or key can be forged by now."""
    NOT_FOR_SIGNING = "not_for_signing"
    CHAIN = "chain"
    """The certificates do not lead from one to the next."""
    BEFORE = "before"
    """The file was brought before signatures were looked at."""


class Afterwards(StrEnum):
    """What is said in place of a verdict that holds for the document as it was signed, and not for what it became."""

    ADDED_TO = "added_to"
    """Valid, but fields were filled in or signatures added since: by whom, the signature does not say."""


@dataclass(frozen=True)
class Signature:
    """One of them; `signer`, `issuer` and `claimed_at` are its own words, `later` whether more was added after it."""

    verdict: Verdict
    why: Why | None = None
    signer: str = ""
    issuer: str = ""
    claimed_at: datetime | None = None
    later: bool = False

    @property
    def stands(self) -> Verdict | Afterwards:
        """What is thought of the document as it lies there: what was added since, nobody vouches for."""
        return Afterwards.ADDED_TO if self.verdict is Verdict.VALID and self.later else self.verdict

    @classmethod
    def heard(cls, said: Signed) -> Self:
        """As the walled process has told it. Raises ValueError for a word that is none of ours."""
        at = datetime.fromisoformat(said.claimed_at).astimezone(UTC) if said.claimed_at else None
        why = Why(said.why) if said.why else None
        return cls(Verdict(said.verdict), why, said.signer, said.issuer, at, said.later)
