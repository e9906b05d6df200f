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
ENDINGS = {"cmo": "com", "comm": "com", "con": "com", "ocm": "com", "l": "pl", "lp": "pl", "p": "pl", "pll": "pl"}
"""Slips in the ending of any domain: no domain of the world ends so."""
FOR_ANOTHER = {"gmail.pl": "gmail.com", "wp.com": "wp.pl"}
"""Domains where hardly anybody has a mailbox, and what those who say so mean."""
SHORT = 3
"""So short a name is one letter away from many others, all of them real; only its ending may be a slip."""


def meant(email: str) -> str:
    """The address with the one provider's domain that was probably meant, or with a real ending; empty where none was.

    A slip is a letter too many, missing, wrong, or two changed places; a known domain is never doubted, nor its real
    neighbours.
    """
    local, _, typed = with_plain_dashes(email.strip()).rpartition("@")
    typed = typed.lower()
    domain = _ended(typed.replace(",", "."))
    if not local or typed in PROVIDERS | NEIGHBOURS:
        return ""
    near = [
        known for known in PROVIDERS if domain == known or (_comparable(domain, known) and _one_slip(domain, known))
    ]  # fmt: skip
    if len(near) == 1:
        return f"{local}@{near[0]}"
    return f"{local}@{domain}" if domain != typed and "." in domain else ""


def _ended(domain: str) -> str:
    """With a real ending, also the one that a provider's bare name leaves out."""
    name, dot, ending = domain.rpartition(".")
    if dot:
        return FOR_ANOTHER.get(domain, f"{name}.{ENDINGS.get(ending, ending)}")
    known = [one for one in PROVIDERS if one.partition(".")[0] == domain]
    return known[0] if len(known) == 1 else domain


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
