"""Templates render: what a page shows is decided in Python, where types and tests see it."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from provisioner.web.words.terms import TONES

TEMPLATES = Path(__file__).resolve().parents[2] / "provisioner" / "web" / "templates"
JINJA = re.compile(r"\{\{.*?\}\}|\{%.*?%\}", re.DOTALL)
TEXT = re.compile(r""" "[^"]*" | '[^']*' """, re.VERBOSE)
LOOP = re.compile(r"\bfor\s+[\w\s,]+?\s+in\b")
DECIDING = re.compile(
    r"""[=!]=                                     # whatever stands beside it, its type is not known here
    | \.value\b                                   # a member of a closed list taken apart
    | \bin\s*[("\[] | "\s*(?:not\s+)?in\b         # one of several strings, emptied before
    | \b(?:eq|ne|equalto|sameas)\b                # the same in other words
    """,
    re.VERBOSE,
)


def decisions(text: str) -> Iterator[str]:
    """The expressions of a template that compare with a string or take a member's value."""
    for expression in JINJA.findall(text):
        if DECIDING.search(LOOP.sub("", TEXT.sub('""', expression))):
            yield expression


@pytest.mark.parametrize("path", sorted(TEMPLATES.rglob("*.html")), ids=lambda path: str(path.relative_to(TEMPLATES)))
def test_a_template_compares_no_strings(path: Path) -> None:
    assert list(decisions(path.read_text(encoding="utf-8"))) == []


@pytest.mark.parametrize(
    "text",
    [
        '{% if urgency.value == "paused" %}',
        '{{ clause.text_pl if language() == "pl" else clause.text_en }}',
        "{% if request.endpoint == endpoint %}",
        '{% elif account.status.value in ("notified", "expired") %}',
        "{% if 'x' not in typed %}",
        "{% for one in all %}{% if one is eq('x') %}",
        "{{ one.value }}",
    ],
)
def test_a_decision_in_a_template_is_found(text: str) -> None:
    assert list(decisions(text))


@pytest.mark.parametrize(
    "text", ["{% for value, text in choices %}", "{{ name }}", '{{ _("Sign in (new tab)") }}', 'a == "b"']
)
def test_what_only_renders_is_left_alone(text: str) -> None:
    assert list(decisions(text)) == []


def test_every_state_has_its_icon() -> None:
    tones = {tone for table in TONES.values() for tone in table.values()}
    assert tones <= {icon.stem for icon in (TEMPLATES / "frame" / "icons").glob("*.svg")}


def test_no_page_goes_without_the_scripts_of_its_frame() -> None:
    for path in TEMPLATES.rglob("*.html"):
        text = path.read_text(encoding="utf-8")
        if "frame/page.html" in text and "{% block scripts %}" in text:
            assert "{% block scripts %}{{ super() }}" in text, path.name
