"""What a resignation needs beside what every paper case needs."""

from enum import StrEnum


class ResignationHindrance(StrEnum):
    """Why the account cannot be closed on this paper."""

    UNSIGNED = "resignation_unsigned"
    PROOF_MISSING = "resignation_proof_missing"
    UNDER_WAY = "resignation_account_under_way"
    CLOSING_ALREADY = "resignation_closing_already"
