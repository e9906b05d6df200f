"""The paper form in words for the press: every field in the order of the paper, empty or with what was typed."""

from collections.abc import Container, Iterator, Mapping
from datetime import date
from typing import Any

from provisioner.applications import paper
from provisioner.entry.field import Control, Field
from provisioner.forms import as_text
from provisioner.forms.paper import ClauseText, DraftText
from provisioner.forms.tables import FormEdition
from provisioner.letters import AskedClause, Box, FormPart, FormWords, Pick, PrintedForm
from provisioner.letters.form import Line
from provisioner.mail.language import Language
from provisioner.web.words.paper.fields import PARTS, WORDS
from provisioner.web.words.terms import word
from provisioner.web.words.translate import _, in_language

NOTHING: Mapping[str, str] = {}
SHARES = {"size-8": 1.0, "size-12": 1.8, "size-20": 1.8}
WIDE, SOME = 4.0, 3.0


def printed_form(
    edition: FormEdition | DraftText,
    language: Language,
    *,
    dated: date,
    asked: Container[Field[Any]] = paper.ALWAYS,
    typed: Mapping[str, str] = NOTHING,
    filled: str = "",
) -> PrintedForm:
    """The form of an edition or of its draft, with the fields that are `asked` for and what is filled in already."""
    said = edition if isinstance(edition, DraftText) else as_text(edition)
    with in_language(language.value):
        return PrintedForm(
            language, said.code, dated, _words(typed=bool(typed), coded=bool(filled)),
            [FormPart(str(PARTS[part.part]), list(_lines(part, asked, typed))) for part in paper.PAPER if _own(part)],
            [*(_clause(one, language) for one in said.clauses), _regulamin(said)],
            filled,
        )  # fmt: skip


def _own(part: paper.PartOfPaper) -> bool:
    return part.part in paper.BY_CUSTOMER


def _lines(part: paper.PartOfPaper, asked: Container[Field[Any]], typed: Mapping[str, str]) -> Iterator[Line]:
    for row in part.rows:
        boxes: list[Box] = []
        for field in row:
            if field not in asked:
                continue
            if field.control is Control.CHOICE:
                if boxes:
                    yield boxes
                    boxes = []
                chosen = typed.get(field.name, "")
                yield Pick(_label(field), [(word(one), one.value == chosen) for one in field.choices])
            elif (box := _box(field, typed)).share == WIDE:
                yield [box]
            else:
                boxes.append(box)
        if boxes:
            yield boxes


def _box(field: Field[Any], typed: Mapping[str, str]) -> Box:
    words = WORDS[field]
    wide = WIDE if words.size == "field-wide" else SOME
    return Box(
        _label(field), "" if typed else str(words.hint), typed.get(field.name, ""), SHARES.get(words.input_class, wide)
    )


def _label(field: Field[Any]) -> str:
    return str(WORDS[field].label)


def _clause(one: ClauseText, language: Language) -> AskedClause:
    text = one.pl if language is Language.PL else one.en
    return AskedClause(f"{one.number}.", text, "" if one.required else _("(voluntary)"))


def _regulamin(edition: DraftText) -> AskedClause:
    return AskedClause("§", _("I have read and accept: %(what)s", what=edition.regulamin_version))


def _words(*, typed: bool, coded: bool) -> FormWords:
    lead = _("Check what is filled in, answer each clause, sign and bring or send us the paper.")
    blank = _("Write in capital letters, answer each clause, sign and bring or send us the paper.")
    return FormWords(
        title=_("Application for an account in iBOK"),
        edition=_("Edition"),
        lead=lead if typed else blank,
        clauses=_("Clauses: tick yes or no beside each"),
        yes=_("yes"),
        no=_("no"),
        day=_("Date"),
        signature=_("Legible signature"),
        signed_by=_("Who acts for the customer signs with the own name and encloses the mandate."),
        qr=_("Code with what is filled in, to be read by the office's scanner.") if coded else "",
    )
