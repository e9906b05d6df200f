"""Slips in the domain of an e-mail address: what was probably meant, for a hint and never for a change."""

from provisioner.identifiers import with_plain_dashes

PROVIDERS = frozenset(
    {
        "autograf.pl", "buziaczek.pl", "gazeta.pl", "gmail.com", "go2.pl", "hotmail.com", "icloud.com", "int.pl",
        "interia.com", "interia.eu", "interia.pl", "live.com", "neostrada.pl", "o2.pl", "onet.pl", "op.pl",
        "outlook.com", "outlook.pl", "poczta.fm", "poczta.onet.eu", "poczta.onet.pl", "proton.me", "protonmail.com",
        "spoko.pl", "tlen.pl", "vp.pl", "wp.pl", "yahoo.com", "yahoo.pl",
    }
)  # fmt: skip
"""Where most mailboxes of private customers in Poland are."""
NEIGHBOURS = frozenset(
    {
        "cloud.com", "email.com", "love.com", "mail.com", "outlook.cl", "outlook.ph", "outlook.pt", "yahoo.nl",
        "ymail.com",
    }
)  # fmt: skip
"""Real domains one letter away from those: whoever has a mailbox there must not be asked each time."""
SHORT = 3
"""So short a name is one letter away from many others, all of them real; only its ending may be a slip."""


def meant(email: str) -> str:
    """The address with the one provider's domain that is one slip away from the one typed; empty where there is none.

    A slip is a letter too many, missing, wrong, or two changed places; a known domain is never doubted, nor its real
    neighbours.
    """
    local, _, typed = with_plain_dashes(email.strip()).rpartition("@")
    typed = typed.lower()
    domain = typed.replace(",", ".")
    if not local or typed in PROVIDERS | NEIGHBOURS:
        return ""
    near = [
        known for known in PROVIDERS if domain == known or (_comparable(domain, known) and _one_slip(domain, known))
    ]  # fmt: skip
    return f"{local}@{near[0]}" if len(near) == 1 else ""


def _comparable(domain: str, known: str) -> bool:
    name = known.partition(".")[0]
    return len(name) > SHORT or domain.partition(".")[0] == name


def _one_slip(typed: str, known: str) -> bool:
    start = 0
    while start < min(len(typed), len(known)) and typed[start] == known[start]:
        start += 1
    more, less = typed[start:], known[start:]
    swapped = less[:2] == more[1::-1] and more[2:] == less[2:]
    return typed != known and (more[1:] == less[1:] or more[1:] == less or more == less[1:] or swapped)
