"""The issuers of certificates that the operator trusts: PEM files in a folder, and nobody besides."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from cryptography import x509


@dataclass(frozen=True)
class Issuers:
    """The certificates that were read, and the names of the files that hold something else."""

    certificates: Sequence[x509.Certificate]
    unread: Sequence[str]


def read(folder: Path) -> Issuers:
    """Every file of the folder but hidden ones. Raises OSError for a folder that cannot be read."""
    found: list[x509.Certificate] = []
    unread: list[str] = []
    for file in sorted(folder.iterdir()):
        if file.name.startswith("."):
            continue
        try:
            certificates = x509.load_pem_x509_certificates(file.read_bytes())
            usable = all(map(_issues, certificates))
        except (OSError, ValueError):
            usable = False
        if usable:
            found += certificates
        else:
            unread.append(file.name)
    return Issuers(found, unread)


def _issues(certificate: x509.Certificate) -> bool:
    """Whether it is an issuer's own certificate; a signer's here would vouch for itself."""
    try:
        return bool(certificate.extensions.get_extension_for_class(x509.BasicConstraints).value.ca)
    except x509.ExtensionNotFound:
        return False
