"""A label for the binder or the box in which a paper lies, 62 by 29 mm, as label printers have them."""

from dataclasses import dataclass
from datetime import date

from provisioner.mail.language import Language


@dataclass(frozen=True)
class Label:
    """What it says, the number first; read by a scanner, its code is typed into the desk's search."""

    language: Language
    number: str
    customer: str
    lines: tuple[str, ...]
    """The smaller lines beneath, two at most."""
    dated: date
    described: str
    """What somebody hears who does not see the code."""
