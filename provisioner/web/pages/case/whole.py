"""The whole of a case for the archive, whatever it asks for: how it stands, its paper, history, mails and scans."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from unicodedata import name
from uuid import UUID

from flask import Response
from sqlalchemy.orm import Session

from provisioner.cases.history import HistoryLine
from provisioner.cases.status import CaseStatus
from provisioner.cases.tables import Case
from provisioner.letters import NotPrintable, Part, Report, Sheets, Table, Writing
from provisioner.mail.language import Language
from provisioner.mail.tables import SentMail
from provisioner.scans.listing import of_case
from provisioner.scans.printing import PagesOfScan, pages_of
from provisioner.scans.rules import Refused
from provisioner.web.desk import desk
from provisioner.web.gate.access import myself
from provisioner.web.pages import looks
from provisioner.web.pages.case.deadline import runs
from provisioner.web.pages.case.decision.form import Trouble
from provisioner.web.pages.case.emergency import review_of
from provisioner.web.pages.case.paper import Said
from provisioner.web.pages.case.view import Happened, happened_line
from provisioner.web.pages.scans.sheets import sheets
from provisioner.web.words.dates import full_moment, plain_date
from provisioner.web.words.language import language
from provisioner.web.words.sheets import sheet
from provisioner.web.words.terms import word
from provisioner.web.words.translate import _

Answer = Response | tuple[str, int]
Page = Callable[[UUID, Trouble], str]
NO_FONT = "[?]"
ALPHABETS = ("LATIN", "GREEK", "CYRILLIC")
SIGNS = "–—…„”“’‘«»•·§°→№€\N{NO-BREAK SPACE}"


@dataclass(frozen=True)
class Whole:
    """A case as it is put together from the database; its scans are made printable once that is let go."""

    case_id: UUID
    number: str
    title: str
    parts: Sequence[Part]
    scans: Sequence[PagesOfScan]


def whole(db: Session, one: Case, said: Sequence[Table], lines: Iterable[HistoryLine], *, account: str = "") -> Whole:
    """What is known of the case: its paper (`said`), its history from its beginning (`lines` come the latest first),
    with the mails they tell of, how its `account` stands.
    """
    stands, lines = list(_stands(one, account)), list(lines)[::-1]
    happened = [(full_moment(line.at), *_told(happened_line(line))) for line in lines]
    history = Table(_("History"), (_("When"), _("Who"), _("What happened")), happened, words=True)
    mails = [_as_sent(line.mail) for line in lines if line.mail]
    parts: list[Part] = [facts(_("How it stands"), stands), *said, history, *mails]
    title = _("Case %(number)s: %(customer)s", number=one.number, customer=one.display_name)
    return Whole(one.id, one.number, title, parts, pages_of(db, of_case(db, one.id)))


def facts(caption: str, said: Iterable[tuple[str, str]]) -> Table:
    """Terms with what stands for them."""
    return Table(caption, (_("Field"), _("Content")), list(said), words=True)


def clauses(form: str, answers: Iterable[Said]) -> Table:
    """The clauses of a form with their answers."""
    rows = [(answer.number, answer.answer, answer.text) for answer in answers]
    return Table(_("Clauses, form %(code)s", code=form), (_("No."), _("Answer"), _("Text")), rows, words=True)


def bound(found: Whole, page: Page) -> Answer:
    """The case as one PDF, whose taking is noted as a look; or its page with a word about what stands in the way."""
    try:
        scans = [sheets(one) for one in found.scans]
    except Refused:
        text = _("Others' files are being read, or a scan takes too much memory. Try again in a minute.")
        return page(found.case_id, Trouble(_("The scans cannot be printed now"), text)), 503
    report = Report(Language(language()), desk().today(), found.title, [*found.parts, *scans])
    return sent(found.case_id, found.number, lambda: pressed(report), page)


def sent(case_id: UUID, named: str, press: Callable[[], bytes], page: Page) -> Answer:
    """A sheet about the case, whose taking is noted as a look; or its page, because a character has no font."""
    try:
        made = press()
    except NotPrintable:
        text = _("It holds a character that our fonts do not have. Correct the text, or print the page itself.")
        return page(case_id, Trouble(_("This cannot be printed"), text)), 409
    looks.note_when_sent(case_id, myself().id)
    return sheet(made, named)


def pressed(report: Report) -> bytes:
    """The PDF; what was typed can hold characters of no font, which nobody can correct, so they are marked."""
    try:
        return desk().press.report(report)
    except NotPrintable:
        said = _("Characters that cannot be printed stand as %(mark)s; the page of the case shows them.", mark=NO_FONT)
        return desk().press.report(replace(report, parts=[said, *(_legible(part) for part in report.parts)]))


def _legible(part: Part) -> Part:
    if isinstance(part, str):
        return "".join(one if _has_font(one) else NO_FONT for one in part)
    if isinstance(part, Sheets):
        return replace(part, lines=[str(_legible(line)) for line in part.lines])
    if isinstance(part, Writing):
        return replace(part, subject=str(_legible(part.subject)), text=str(_legible(part.text)))
    return replace(part, rows=[[str(_legible(cell)) for cell in row] for row in part.rows])


def _has_font(one: str) -> bool:
    return one.isascii() or one in SIGNS or name(one, "").startswith(ALPHABETS)


def _stands(one: Case, account: str) -> Iterator[tuple[str, str]]:
    yield _("State"), word(one.status)
    if one.decided_at and one.decider:
        yield _("Decided"), f"{full_moment(one.decided_at)}, {one.decider.name}"
    if (approval := one.emergency) and approval.used_at:
        yield (
            _("Approved in an emergency"),
            "; ".join(filter(None, (approval.reason, review_of(approval), approval.review))),
        )
    if why := one.missing if one.status is CaseStatus.INCOMPLETE else one.decision_reason:
        yield _("Reason"), why
    if runs(one):
        yield (
            _("Deadline"),
            _("from %(first)s to %(last)s", first=plain_date(one.due_first), last=plain_date(one.due_last)),
        )
        yield _("Counted from"), plain_date(one.clock_from)
    if account:
        yield _("Account"), account


def _as_sent(mail: SentMail) -> Writing:
    lines = [full_moment(mail.sent_at), _("To: %(address)s, accepted by the mail server", address=mail.address)]
    if mail.is_masked:
        lines.append(_("The temporary password and the link “it wasn't me” are not kept: •••• stands for them."))
    return Writing(_("Mail as sent"), lines, mail.language, mail.subject, mail.text)


def _told(one: Happened) -> tuple[str, str]:
    changes = [f"{each.field}: {each.before} → {each.after}" for each in one.changes]
    return one.who, "; ".join((one.what, *changes))
