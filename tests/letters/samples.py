"""Sample letters, one of each kind, in each language."""

from collections.abc import Iterator, Sequence
from datetime import date
from io import BytesIO

from PIL import Image

from provisioner.accounts.changing.words import names
from provisioner.letters import (
    WAYS,
    About,
    CallForCompletion,
    Changed,
    Confirmation,
    Created,
    Declared,
    DeclaredConsent,
    ErasedCase,
    ErasureAnswer,
    ErasureDelay,
    ErasureQuestion,
    KeptCase,
    Label,
    Letter,
    Part,
    Recipient,
    Refusal,
    RefusedClause,
    Report,
    Sheets,
    Table,
    Writing,
    call_for_completion,
    confirmation,
    created,
    data_changed,
    declared,
    erasure_answer,
    erasure_delay,
    erasure_question,
    refusal,
)
from provisioner.mail.language import Language
from provisioner.mail.wording import AS_SHIPPED
from provisioner.settings import branding

BRAND = branding.load()
ADDRESS = ("Józef Żółkiewski-Brzęczyszczykiewicz", "ul. Świętopełka 12 m. 4", "83-300 Kartuzy")
RECEIVED, DECIDED = date(2026, 11, 16), date(2026, 11, 18)


def to(language: Language) -> Recipient:
    return Recipient(ADDRESS, language)


def call(
    language: Language = Language.PL,
    missing: str = "podpis pod Regulaminem\nnumer klienta",
    about: About = About.ACCOUNT,
    channels: Sequence[str] = WAYS,
) -> Letter:
    told = CallForCompletion(to(language), "2026/000123", RECEIVED, DECIDED, missing, 7, about, channels)
    return call_for_completion(told, BRAND, AS_SHIPPED)


def refused(
    language: Language = Language.PL,
    reason: str = "brak zgody na warunki",
    clauses: tuple[RefusedClause, ...] = (RefusedClause(3, "Wyrażam zgodę na otrzymywanie informacji e-mailem."),),
    about: About = About.ACCOUNT,
    channels: Sequence[str] = WAYS,
) -> Letter:
    return refusal(
        Refusal(to(language), "2026/000123", RECEIVED, DECIDED, reason, clauses, about, channels), BRAND, AS_SHIPPED
    )


ERASED = (ErasedCase("2026/000017", RECEIVED, account=True), ErasedCase("2026/000018", RECEIVED, account=False))
KEPT = (
    KeptCase("2026/000019", RECEIVED, True, "claims", "spór o fakturę z maja,\nsąd w Kartuzach", date(2027, 12, 31)),
    KeptCase("2026/000020", RECEIVED, False, "legal_duty", "kontrola skarbowa", date(2028, 6, 30)),
)


def answer(
    language: Language = Language.PL,
    erased: tuple[ErasedCase, ...] = ERASED,
    kept: tuple[KeptCase, ...] = KEPT,
    refusal: str = "",
) -> Letter:
    told = ErasureAnswer(to(language), "2026/000123", RECEIVED, DECIDED, 1095, erased, kept, refusal)
    return erasure_answer(told, BRAND, AS_SHIPPED)


def delay(language: Language = Language.PL) -> Letter:
    reason = "spraw jest wiele, a część dokumentów leży w archiwum"
    told = ErasureDelay(to(language), "2026/000123", RECEIVED, DECIDED, reason, date(2027, 2, 16))
    return erasure_delay(told, BRAND, AS_SHIPPED)


def question(language: Language = Language.PL) -> Letter:
    missing = "podpis\nnumer klienta z faktury"
    return erasure_question(ErasureQuestion(to(language), "2026/000123", RECEIVED, DECIDED, missing), BRAND, AS_SHIPPED)


def confirmed(language: Language = Language.PL, until: date | None = None, channels: Sequence[str] = WAYS) -> Letter:
    told = Confirmation(
        to(language), "2026/000123", RECEIVED, DECIDED, "104233", "rezygnacja klienta", until, channels
    )  # fmt: skip
    return confirmation(told, BRAND, AS_SHIPPED)


def opened(language: Language = Language.PL) -> Letter:
    told = Created(to(language), "2026/000123", RECEIVED, DECIDED, "104233", "jozef.zolkiewski@example.com")
    return created(told, BRAND, AS_SHIPPED)


def rewritten(language: Language = Language.PL) -> Letter:
    fields = names(["email", "street", "postcode", "phone"], language)
    told = Changed(to(language), "2026/000123", RECEIVED, DECIDED, "104233", fields)
    return data_changed(told, BRAND, AS_SHIPPED)


INVOICES = DeclaredConsent(5, "Chcę otrzymywać faktury na podany adres e-mail.", given=False)
NEWS = DeclaredConsent(6, "Chcę otrzymywać wiadomości o przerwach w dostawie wody.", given=True)


def on_clauses(language: Language = Language.PL, regulamin: str = "") -> Letter:
    consents = () if regulamin else (INVOICES, NEWS)
    told = Declared(to(language), "2026/000123", RECEIVED, DECIDED, "104233", regulamin, consents)
    return declared(told, BRAND, AS_SHIPPED)


def a_report(language: Language = Language.PL, rows: int = 13) -> Report:
    table = Table("Wpływ wniosków", ["Miesiąc", "w BOK", "Razem"], [["styczeń", "12 345", "–"]] * rows, total=True)
    return Report(language, DECIDED, "Sprawozdanie za rok 2026", ["Wpłynęło 5 wniosków.", table, "W 2 sprawach."])


def a_case(language: Language = Language.PL) -> Report:
    history = [("24 listopada 2026, 9:05", "Celina Kowalska", "zapisał(a) wniosek; " + "e-mail: – → a@b.pl; " * 40)] * 9
    tables = [Table("Wniosek", ("Pole", "Treść"), [("Numer klienta", "104233")], words=True),
              Table("Historia", ("Kiedy", "Kto", "Co się wydarzyło"), history, words=True)]  # fmt: skip
    parts: list[Part] = ["Stan: Do zatwierdzenia", *tables, *mails(), *scans()]
    return Report(language, DECIDED, "Sprawa 2026/000007: Jan Nowak", parts)


def a_copy(language: Language = Language.PL) -> Report:
    clauses = [(f"{number}.", "tak", "Akceptuję warunki korzystania z IBOK. " * 9) for number in range(1, 7)]
    email = [("E-mail", "jozef.zolkiewski-brzeczyszczykiewicz@example.com")]
    tables = [Table("Wniosek", ("Pole", "Treść"), email, words=True),
              Table("Klauzule, formularz 2026-01", ("Nr", "Odpowiedź", "Treść"), clauses, words=True)]  # fmt: skip
    return Report(language, DECIDED, "Kopia wniosku", ["Oryginał pozostaje w biurze obsługi klienta.", *tables])


def mails() -> list[Writing]:
    """As they left, in both languages, one long enough for two sheets."""
    known = ["24.11.2026, 09:05", "Do: jan@example.com, przyjęty przez serwer poczty"]
    text = "Dzień dobry,\n\nto konto jest gotowe.\nHasło: ••••\n\nhttps://ibok.example.com/" + "nie-to-ja-" * 30
    return [
        Writing("Wysłana wiadomość", known, "pl", "Twoje konto iBOK jest gotowe", text),
        Writing("Wysłana wiadomość", known, "en", "Your account is ready", "Good morning,\n\n" + "a line\n" * 90),
    ]


def scans() -> list[Sheets]:
    """Pages upright and lying, and a scan that shows none."""
    out = {size: BytesIO() for size in ((827, 1169), (1169, 827))}
    for size, page in out.items():
        Image.new("RGB", size, "white").save(page, "JPEG")
    known = ["PDF, dodała Celina Kowalska", f"SHA-256: {'0f' * 32}"]
    spoken = [f"Skan 1, strona {number} z 2" for number in (1, 2)]
    return [
        Sheets("Skan 1, 2 strony", known, [one.getvalue() for one in out.values()], spoken),
        Sheets("Skan 2, 1 strona", ["Wykryto w nim wirusa; jego strony pominięto."], (), ()),
    ]


def a_label(language: Language = Language.PL) -> Label:
    lines = "numer klienta 104233", "wtorek, 24 listopada 2026"
    return Label(language, "2026/000007", ADDRESS[0] * 2, lines, DECIDED, "Numer sprawy jako kod dla czytnika")


def every_letter() -> Iterator[tuple[str, Letter]]:
    """Each with a name to tell it by."""
    for language in Language:
        yield f"call_for_completion.{language}", call(language)
        yield f"call_for_change.{language}", call(language, about=About.CHANGE)
        yield f"call_for_resignation.{language}", call(language, about=About.RESIGNATION)
        yield f"shut.{language}", confirmed(language, until=date(2026, 12, 2))
        yield f"deleted.{language}", confirmed(language)
        yield f"call_for_consents.{language}", call(language, about=About.CONSENTS)
        yield f"call_for_regulamin.{language}", call(language, about=About.REGULAMIN)
        yield f"refusal_of_consents.{language}", refused(language, clauses=(), about=About.CONSENTS)
        yield f"refusal_of_regulamin.{language}", refused(language, about=About.REGULAMIN)
        yield f"created.{language}", opened(language)
        yield f"changed.{language}", rewritten(language)
        yield f"consents.{language}", on_clauses(language)
        yield f"regulamin.{language}", on_clauses(language, "Regulamin IBOK z 2 stycznia 2027 r.")
        yield f"refusal.{language}", refused(language)
        yield f"refusal_of_change.{language}", refused(language, clauses=(), about=About.CHANGE)
        yield f"refusal_of_resignation.{language}", refused(language, clauses=(), about=About.RESIGNATION)
        yield f"erasure_answer.{language}", answer(language)
        yield f"erasure_refused.{language}", answer(language, (), (), refusal="nie wiemy, kto prosi")
        yield f"erasure_delay.{language}", delay(language)
        yield f"erasure_question.{language}", question(language)
        yield f"long.{language}", call(language, "\n".join(f"strona {n} załącznika" for n in range(1, 80)))
