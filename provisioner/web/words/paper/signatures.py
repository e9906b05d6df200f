"""Electronic signatures in words: what is thought of one, and what that means to whoever decides."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from provisioner.scans.rules import FileKind
from provisioner.scans.signatures import Afterwards, Signature, Verdict
from provisioner.web.words.dates import full_moment
from provisioner.web.words.terms import word
from provisioner.web.words.translate import _


@dataclass(frozen=True)
class Judged:
    """The word for a signature, and what it means in sentences."""

    verdict: Verdict | Afterwards
    said: str = ""


def judged(kind: FileKind, signatures: Sequence[Signature]) -> Sequence[Judged]:
    """What is said of each signature of a file, or that it has none; of a picture nothing, since it can hold none."""
    if kind is FileKind.PDF and not signatures:
        return [Judged(Verdict.NONE)]
    return [Judged(one.stands, " ".join(_told(one))) for one in signatures]


def _told(one: Signature) -> Iterator[str]:
    names = {"signer": one.signer or _("no name"), "issuer": one.issuer or _("no name")}
    if one.verdict is Verdict.VALID:
        yield _("The certificate names %(signer)s; its issuer %(issuer)s is one that the office trusts.", **names)
        yield _("Nobody was asked whether the certificate had been revoked.")
    elif one.verdict is Verdict.ALTERED:
        yield _("The certificate names %(signer)s, but this is not the document that was signed.", **names)
        yield _("Ask the customer to send it anew.")
    elif one.verdict is Verdict.UNKNOWN_ISSUER:
        yield _(
            "The certificate names %(signer)s, issued by %(issuer)s; no issuer that the office trusts vouches for it. "
            "Anybody can make a certificate with this name.", **names
        )  # fmt: skip
    elif one.why:
        yield word(one.why)
        if one.signer:
            yield _("It names %(signer)s.", **names)
    yield from _when_and_what(one)


def _when_and_what(one: Signature) -> Iterator[str]:
    if one.claimed_at:
        yield _("The time that the signature gives itself: %(when)s.", when=full_moment(one.claimed_at))
    if one.verdict in (Verdict.VALID, Verdict.UNKNOWN_ISSUER):
        later = _(
            "After it, fields were filled in or another signature was added: what the page shows may differ from what "
            "was signed."
        )
        yield later if one.later else _("Nothing was changed after it.")
