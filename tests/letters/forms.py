"""Sample forms: empty and filled, in each language."""

from collections.abc import Iterator
from datetime import date

from provisioner.letters import AskedClause, Box, FormPart, FormWords, Pick, PrintedForm
from provisioner.mail.language import Language

WORDS = {
    Language.PL: FormWords(
        "Wniosek o konto w iBOK", "Wydanie", "Wypełnij drukowanymi literami.", "Klauzule", "tak", "nie", "Data",
        "Czytelny podpis", "Kto działa za klienta, dołącza umocowanie.", "Kod z wpisanymi danymi",
    ),
    Language.EN: FormWords(
        "Application for an account in iBOK", "Edition", "Write in capital letters.", "Clauses", "yes", "no", "Date",
        "Legible signature", "Who acts for the customer encloses the mandate.", "Code with what is filled in",
    ),
}  # fmt: skip


def form(language: Language, *, filled: str = "", value: str = "") -> PrintedForm:
    """A form with a few fields; with a code or a value it is one that was filled in at home."""
    return PrintedForm(
        language, "2026-01", date(2026, 11, 24), WORDS[language],
        [
            FormPart("Klient", [
                [Box("Numer klienta", "jak na fakturze", value)],
                Pick("Klient", [("osoba fizyczna", bool(value)), ("firma", False)]),
            ]),
            FormPart("Kontakt", [[Box("Kod pocztowy", value=value), Box("E-mail", value=value, share=3)]]),
        ],
        [AskedClause("1.", "Akceptuję."), AskedClause("2.", "Chcę nowin.", "(dobrowolna)"), AskedClause("§", "…")],
        filled,
    )  # fmt: skip


def every_form() -> Iterator[tuple[str, PrintedForm]]:
    """Each kind in each language, with its name."""
    for language in Language:
        yield f"form-{language}", form(language)
        yield (
            f"form-filled-{language}",
            form(language, filled="W1" + "A7X" * 200, value="Żółkiewski-Brzęczyszczykiewicz"),
        )
