"""PDFs signed as customers sign them, and the certificates with which they do: made anew for each run."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import TypeVar

import pikepdf
from asn1crypto import keys
from asn1crypto import x509 as asn1
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import PdfSignatureMetadata, SimpleSigner, fields, sign_pdf
from pyhanko_certvalidator.registry import SimpleCertificateStore

from tests.scanned import pages

SIGNER = "Żaneta Żółć"
ISSUER = "Centrum Próbne"
DAY = timedelta(days=1)
Given = TypeVar("Given")


def apart(call: Callable[[], Given]) -> Given:
    """What the call gives in a thread of its own: a browser of the same run keeps this one's loop of events."""
    with ThreadPoolExecutor(1) as own:
        return own.submit(call).result()


@dataclass(frozen=True)
class Certified:
    """A certificate with its key, and those of who issued it."""

    certificate: x509.Certificate
    key: ec.EllipticCurvePrivateKey
    issuers: Sequence[x509.Certificate] = ()


def issued(
    name: str, by: Certified | None = None, *, ca: bool = False, ended: bool = False, use: str = ""
) -> Certified:
    """A certificate of this name by an issuer, or by itself; it `ended` yesterday, or is for another `use`."""
    key = ec.generate_private_key(ec.SECP256R1())
    now = datetime.now(UTC)
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    used = dict.fromkeys(
        ("digital_signature", "content_commitment", "key_encipherment", "data_encipherment", "key_agreement",
         "key_cert_sign", "crl_sign", "encipher_only", "decipher_only"), False,
    ) | {use or ("key_cert_sign" if ca else "content_commitment"): True}  # fmt: skip
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(by.certificate.subject if by else subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - 30 * DAY)
        .not_valid_after(now - DAY if ended else now + 30 * DAY)
        .add_extension(x509.BasicConstraints(ca=ca, path_length=None), critical=True)
        .add_extension(x509.KeyUsage(**used), critical=True)
        .sign(by.key if by else key, hashes.SHA256())
    )
    return Certified(made, key, (by.certificate, *by.issuers) if by else ())


@cache
def issuer() -> Certified:
    """Whom the office trusts."""
    return issued(ISSUER, ca=True)


@cache
def signer() -> Certified:
    """A customer with a certificate of that issuer."""
    return issued(SIGNER, issuer())


def supplied(folder: Path, *of: Certified) -> Path:
    """The folder of trusted issuers."""
    for number, one in enumerate(of or (issuer(),)):
        (folder / f"{number}.pem").write_bytes(one.certificate.public_bytes(Encoding.PEM))
    return folder


def signed(
    content: bytes | None = None, by: Certified | None = None, *, field: str = "Podpis", digest: str = "sha256",
    permitted: fields.MDPPerm | None = None,
) -> bytes:  # fmt: skip
    """The PDF, signed; `permitted` is what its signer lets be done with it afterwards."""
    out = BytesIO()
    how = PdfSignatureMetadata(
        field_name=field, md_algorithm=digest, certify=permitted is not None,
        docmdp_permissions=permitted or fields.MDPPerm.FILL_FORMS,
    )  # fmt: skip
    bare = IncrementalPdfFileWriter(BytesIO(content or blank()))
    apart(lambda: sign_pdf(bare, how, _pen(by or signer()), output=out))
    return out.getvalue()


@cache
def blank() -> bytes:
    """A form of one page, as strictly written as signatures ask for."""
    return rewritten(pages(count=1))


def rewritten(content: bytes) -> bytes:
    """The same PDF, written anew by a program that keeps to the rules."""
    with pikepdf.open(BytesIO(content)) as pdf:
        out = BytesIO()
        pdf.save(out)
    return out.getvalue()


def with_a_field() -> bytes:
    """A form with a field that is still to be filled in."""
    with pikepdf.open(BytesIO(blank())) as pdf:
        field = pikepdf.Dictionary(FT=pikepdf.Name("/Tx"), T="Adres", V="")
        pdf.Root.AcroForm = pikepdf.Dictionary(Fields=pikepdf.Array([pdf.make_indirect(field)]))
        out = BytesIO()
        pdf.save(out)
    return out.getvalue()


def added(content: bytes, change: str, value: str = "ul. Inna 7") -> bytes:
    """The file with more written behind its end, as who deceives does: a page, other words, or a field filled in."""
    writer = IncrementalPdfFileWriter(BytesIO(content))
    if change == "page":
        kids = writer.root["/Pages"]["/Kids"]
        kids.append(kids.raw_get(0))
        writer.root["/Pages"]["/Count"] = generic.NumberObject(2)  # type: ignore[no-untyped-call]
        writer.update_container(kids)
        writer.update_container(writer.root["/Pages"])
    elif change == "words":
        page = writer.root["/Pages"]["/Kids"][0]
        page["/Contents"] = writer.add_object(generic.StreamObject(stream_data=b"0 0 200 200 re f"))
        writer.update_container(page)
    else:
        field = writer.root["/AcroForm"]["/Fields"][0]
        field["/V"] = generic.pdf_string(value)
        writer.update_container(field)
    out = BytesIO()
    writer.write(out)  # type: ignore[no-untyped-call]
    return out.getvalue()


def _pen(by: Certified) -> SimpleSigner:
    store = SimpleCertificateStore()  # type: ignore[no-untyped-call]
    store.register_multiple([_asn1(one) for one in by.issuers])
    plain = by.key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    return SimpleSigner(_asn1(by.certificate), keys.PrivateKeyInfo.load(plain), store)


def _asn1(one: x509.Certificate) -> asn1.Certificate:
    return asn1.Certificate.load(one.public_bytes(Encoding.DER))
