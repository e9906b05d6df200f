"""The files that a form has sent, each opened behind the wall before anything is stored."""

from collections.abc import Sequence

from flask import request

from provisioner.office import OfficeRules
from provisioner.scans import doors
from provisioner.scans.reading import ReadScan, read
from provisioner.scans.rules import Refusal, Refused
from provisioner.web.desk import desk
from provisioner.web.pages.scans.view import FILES
from provisioner.web.words.paper.scans import refusal
from provisioner.web.words.translate import _

AT_ONCE = 26
"""Megabytes that one form may bring: one of the largest files that the office can allow, or several smaller ones."""


class NotTaken(Exception):
    """A file of the form is refused, so none of them is kept; says which, in words."""


def too_many(rules: OfficeRules) -> NotTaken:
    """What is said of more scans than a case may have."""
    return NotTaken(refusal(Refusal.TOO_MANY_SCANS, 1, 1, rules))


def chosen(rules: OfficeRules) -> Sequence[bytes]:
    """The files as they came. Raises NotTaken."""
    sent = [one.stream.read() for one in request.files.getlist(FILES) if one.filename]
    if not sent:
        raise NotTaken(_("Choose a file: PDF, JPEG, PNG or TIFF"))
    if len(sent) > rules.scans_a_case:
        raise too_many(rules)
    return sent


def read_one(content: bytes, rules: OfficeRules, *, codes: bool) -> ReadScan:
    """One file, by the rules of the office and the issuers it trusts. Raises Refused."""
    return read(content, doors.limits(rules), issuers=desk().settings.signature_issuers, codes=codes)


def read_each(sent: Sequence[bytes], rules: OfficeRules, *, codes: bool = False) -> Sequence[ReadScan]:
    """Each file opened, with the `codes` on its pages where these are asked for. Raises NotTaken."""
    found: list[ReadScan] = []
    for place, content in enumerate(sent, start=1):
        try:
            found.append(read_one(content, rules, codes=codes))
        except Refused as refused:
            raise NotTaken(refusal(refused.why, place, len(sent), rules)) from None
    return found
