"""`python -m tests.translations`: whether every text of the desk has its Polish, as one command for `make check`."""

import ast
import re
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.pofile import read_po

WEB = Path(__file__).resolve().parents[1] / "provisioner" / "web"
POLISH = WEB / "translations" / "pl" / "LC_MESSAGES" / "messages.po"
METHODS = [("**.py", "python"), ("**/templates/**.html", "jinja2")]
ASKING = frozenset({"_", "_l", "gettext", "ngettext"})
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]")


def used() -> set[str]:
    """Every text that code and templates ask for."""
    keywords = {**DEFAULT_KEYWORDS, "_l": None}
    found = extract_from_dir(WEB, METHODS, keywords=keywords)
    return {text[0] if isinstance(text, tuple) else text for _, _, text, _, _ in found}


def catalogue(path: Path = POLISH) -> Catalog:
    """The Polish catalogue."""
    with path.open("rb") as file:
        return read_po(file, locale="pl")


def unheard() -> Iterator[str]:
    """Places where a text is asked for inside an f-string, in which nobody who collects texts can see it."""
    for path in WEB.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            inside = ast.walk(node) if isinstance(node, ast.JoinedStr) else ()
            if any(isinstance(one, ast.Call) and getattr(one.func, "id", "") in ASKING for one in inside):
                yield f"inside an f-string: {path.relative_to(WEB)}:{getattr(node, 'lineno', 0)}"


def twice(source: str) -> Iterator[str]:
    """Keys that stand more than once; the last one would count, silently."""
    keys = Counter(re.findall(r'^msgid ((?:".*"\n?)+)', source, re.MULTILINE))
    yield from (f"twice: {key.strip()}" for key, times in keys.items() if times > 1)


def faults() -> Iterator[str]:
    """One line for each text that is missing, empty, fuzzy, left over, twice there or has other placeholders."""
    yield from unheard()
    yield from twice(POLISH.read_text(encoding="utf-8"))
    messages = {_key(message): message for message in catalogue() if message.id}
    wanted = used()
    yield from (f"missing: {text}" for text in sorted(wanted - set(messages)))
    yield from (f"left over: {text}" for text in sorted(set(messages) - wanted))
    for key, message in messages.items():
        forms = list(message.string) if isinstance(message.string, (tuple, list)) else [message.string]
        if message.fuzzy or not all(forms):
            yield f"empty or fuzzy: {key}"
        elif isinstance(message.id, tuple) and len(forms) != 3:
            yield f"not three forms: {key}"
        elif any(set(PLACEHOLDER.findall(form)) != set(PLACEHOLDER.findall(key)) for form in forms):
            yield f"other placeholders: {key}"


def _key(message: Message) -> str:
    return str(message.id[0] if isinstance(message.id, (tuple, list)) else message.id)


if __name__ == "__main__":
    found = list(faults())
    print("\n".join(found) or "Every text of the desk has its Polish.")
    sys.exit(bool(found))
