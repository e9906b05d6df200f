"""The electronic signatures inside a PDF, by pyHanko, offline: nothing is fetched, revocation is not asked about."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC
from io import BytesIO
from pathlib import Path

from asn1crypto import x509
from cryptography.hazmat.primitives.serialization import Encoding
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.ades.report import AdESIndeterminate, AdESSubIndic
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.validation import (
    EmbeddedPdfSignature,
    PdfSignatureStatus,
    validate_pdf_signature,
)
from pyhanko.sign.validation.settings import KeyUsageConstraints
from pyhanko_certvalidator import ValidationContext

from provisioner.scans.walled import issuers
from provisioner.scans.walled.answer import Signed

MOST = 10
LONGEST_NAME = 200
YEARS = range(1990, 2101)
SIGNING = KeyUsageConstraints(key_usage={"non_repudiation", "digital_signature"})
"""What a certificate may say it is for; qualified ones say the first, seals and others the second."""
WHY: Mapping[AdESSubIndic, str] = {
    AdESIndeterminate.EXPIRED: "out_of_date",
    AdESIndeterminate.NOT_YET_VALID: "out_of_date",
    AdESIndeterminate.OUT_OF_BOUNDS_NO_POE: "out_of_date",
    AdESIndeterminate.OUT_OF_BOUNDS_NOT_REVOKED: "out_of_date",
    AdESIndeterminate.CRYPTO_CONSTRAINTS_FAILURE: "weak",
    AdESIndeterminate.CRYPTO_CONSTRAINTS_FAILURE_NO_POE: "weak",
    AdESIndeterminate.CHAIN_CONSTRAINTS_FAILURE: "not_for_signing",
}
NOBODY_VOUCHES = (
    AdESIndeterminate.NO_CERTIFICATE_CHAIN_FOUND, AdESIndeterminate.CERTIFICATE_CHAIN_GENERAL_FAILURE,
)  # fmt: skip
"""No chain leads to an issuer who is trusted, or one only by its name."""
UNREADABLE = Signed("not_checked", "unreadable")
OTHER_KIND = Signed("not_checked", "other_kind")
TOO_MANY = Signed("not_checked", "too_many")


def found(content: bytes, folder: str) -> list[Signed]:
    """What each says of itself and what is to be thought of it; only issuers in the `folder` vouch for anybody."""
    try:
        signatures = PdfFileReader(BytesIO(content)).embedded_regular_signatures
        judged = [_judged(one, folder) for one in signatures[:MOST]]
    except MemoryError:
        raise
    except Exception:
        # Whatever a stranger has written there and pyHanko cannot read: the file itself may be a sound scan.
        return [UNREADABLE]
    if not judged:
        return [OTHER_KIND]
    told = [signed for signed, _ in judged]
    # Fields filled in under an earlier signature are part of what a later one covers, or of nothing.
    closed = judged[-1][1] <= ModificationLevel.LTA_UPDATES or len(signatures) > MOST
    if not closed:
        told = [replace(one, verdict="altered", why="") if one.later else one for one in told]
    return [*told, TOO_MANY] if len(signatures) > MOST else told


def _judged(signature: EmbeddedPdfSignature, folder: str) -> tuple[Signed, ModificationLevel]:
    status = validate_pdf_signature(signature, _trusted(folder), key_usage_settings=SIGNING)
    level = status.modification_level or ModificationLevel.OTHER
    verdict, why = _verdict(status, level)
    certificate = signature.signer_cert
    return Signed(
        verdict, why, _name(certificate.subject), _name(certificate.issuer), _claimed(signature),
        later=level > ModificationLevel.LTA_UPDATES,
    ), level  # fmt: skip


def _verdict(status: PdfSignatureStatus, level: ModificationLevel) -> tuple[str, str]:
    if not (status.intact and status.valid and status.docmdp_ok) or level > ModificationLevel.FORM_FILLING:
        return "altered", ""
    problem = status.trust_problem_indic
    if problem is None:
        return ("valid", "") if status.trusted else ("not_checked", "chain")
    if problem in NOBODY_VOUCHES or status.signing_cert.self_issued:
        return "unknown_issuer", ""
    return "not_checked", WHY.get(problem, "chain")


def _trusted(folder: str) -> ValidationContext:
    """Without a list of its own pyHanko would trust whom the system trusts, so an empty one is given, too."""
    known: Sequence[x509.Certificate] = ()
    if folder:
        try:
            supplied = issuers.read(Path(folder)).certificates
        except OSError:
            supplied = ()
        known = [x509.Certificate.load(one.public_bytes(Encoding.DER)) for one in supplied]
    return ValidationContext(trust_roots=list(known), allow_fetching=False, revocation_mode="soft-fail")


def _name(name: x509.Name) -> str:
    """The name that people know somebody by."""
    said = name.native
    whole = " ".join(filter(None, (_text(said.get("given_name")), _text(said.get("surname")))))
    text = _text(said.get("common_name")) or whole or _text(said.get("organization_name")) or name.human_friendly
    return "".join(one for one in text if one.isprintable())[:LONGEST_NAME].strip()


def _text(said: object) -> str:
    return ", ".join(map(str, said)) if isinstance(said, list) else str(said or "")


def _claimed(signature: EmbeddedPdfSignature) -> str:
    at = signature.self_reported_timestamp
    if at is None or at.year not in YEARS:
        return ""
    return (at if at.tzinfo else at.replace(tzinfo=UTC)).astimezone(UTC).isoformat()
