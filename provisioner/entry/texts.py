"""What one field may hold, and how a text is freed of what nobody can see."""

import re
import unicodedata
from collections.abc import Callable

from provisioner.identifiers import with_plain_dashes

Rule = Callable[[str], str]
"""Looks at a trimmed text and gives the code of what is wrong with it, or an empty text."""

DROPPED = {"Cc", "Cf"}
UNKNOWN = {"Cs", "Co", "Cn"}
"""What no font shows in one way: halves of characters, private and unassigned ones."""
FILLERS = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u2800\u3164\uffa0")
SELECTORS = (range(0xFE00, 0xFE10), range(0xE0100, 0xE01F0))
"""Blank letters and joiners, and the signs that choose another drawing of a letter: invisible by themselves."""
LINE_ENDS = str.maketrans({"\r": "\n", "\u2028": "\n", "\u2029": "\n", "\x85": "\n", "\x0b": "\n", "\x0c": "\n"})
LOST = "\ufffd"
"""What stands where a character could not be read."""

APOSTROPHES = str.maketrans(dict.fromkeys("‘’‛′´`ʹʻʼʽˈ＇ʾʿꞌ՚׳", "'") | {"ˮ": '"'})
"""Half rings too, by which Arabic names are written in Latin letters; the keyboard has nothing nearer."""
HYPHENS = str.maketrans(dict.fromkeys("‐‑", "-"))
ALPHABETS = {"LATIN", "GREEK", "CYRILLIC"}
NAMED_OTHERWISE = {"ª": "LATIN", "º": "LATIN", "µ": "GREEK"}
"""Letters whose Unicode name does not begin with their alphabet."""
NOT_IN_NAMES = set("<>$%!#?§;*~\\|^=[]{}@:_")
"""What no name has; a paper with one of these was read into the wrong field."""
FORMERLY = re.compile(r"(\([^\W\d_][^():]*):(?= )")
"""Where a colon may stand: in brackets after the word that says what follows, as in `Nowak (dawniej: Kos)`."""


def visible(text: str) -> str:
    """The text as it is seen: lines end one way, each letter is one character, what nobody can see is gone."""
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").translate(LINE_ENDS))
    return unicodedata.normalize("NFC", "".join(c for c in text if c in "\n\t" or not _invisible(c)))


def joined(text: str) -> str:
    """A visible text without line ends and doubled spaces."""
    return " ".join(text.split())


def on_one_line(text: str) -> str:
    """The same with apostrophes and hyphens as on the keyboard."""
    return joined(text.translate(APOSTROPHES).translate(HYPHENS))


def of_people(text: str) -> str:
    """A name on one line with every dash a hyphen."""
    return with_plain_dashes(on_one_line(text))


def units(text: str) -> int:
    """How long Keycloak and browsers take a text to be: a character beyond the first 65,536 counts twice."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def readable(text: str) -> str:
    """Free text in any alphabet of which every character is known."""
    return "unreadable" if any(c == LOST or unicodedata.category(c) in UNKNOWN for c in text) else ""


def one_line(text: str) -> str:
    """One line, each word of it in one of the alphabets of Europe."""
    return readable(text) or ("alphabet" if any(_mixed(word) for word in _words(text)) else "")


def person_name(text: str) -> str:
    """The name of a person, or of two: one alphabet and what stands between names, as in `Nowak (z d. Kos)`."""
    if code := one_line(text):
        return code
    if _mixed("".join(_words(text))):
        return "alphabet"
    plain = FORMERLY.sub(r"\1", text)
    if any(c in NOT_IN_NAMES or c.isdigit() for c in plain) or not any(c.isalpha() for c in text):
        return "name"
    return ""


def registered_name(text: str) -> str:
    """A name as registered: nearly anything with a letter or digit, but no angle brackets, which the realm refuses."""
    named = any(c.isalnum() for c in text) and not set("<>") & set(text)
    return one_line(text) or ("" if named else "company")


def _invisible(c: str) -> bool:
    return unicodedata.category(c) in DROPPED or c in FILLERS or any(ord(c) in signs for signs in SELECTORS)


def _words(text: str) -> list[str]:
    return "".join(c if c.isalpha() else " " for c in text).split()


def _mixed(letters: str) -> bool:
    """Whether some of the letters only look like those beside them, or are of another continent."""
    alphabets = {_alphabet(c) for c in letters}
    return len(alphabets) > 1 or not alphabets <= ALPHABETS


def _alphabet(c: str) -> str:
    return NAMED_OTHERWISE.get(c) or unicodedata.name(c, "").partition(" ")[0]
