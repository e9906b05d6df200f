"""A desk in the middle of a working day: every state once, with names that fill the columns."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from provisioner import applications, corrections, forms, incidents, journal, office, post
from provisioner.accounts.blocking.rules import BlockGround
from provisioner.accounts.blocking.tables import AccountBlock
from provisioner.accounts.delivery.tables import MailReport
from provisioner.accounts.rules import AccountStatus, Attention
from provisioner.accounts.tables import Account
from provisioner.agreement.findings import note
from provisioner.agreement.rules import CUSTOMERS, STAFF, FindingKind
from provisioner.agreement.tables import AccountSeen, AgreementRun
from provisioner.applications.tables import Application
from provisioner.cases import decide
from provisioner.cases.errands.tables import CaseErrand, ErrandKind
from provisioner.cases.grounds import HoldGround
from provisioner.cases.holds import holding
from provisioner.cases.holds.holding import Held
from provisioner.cases.letters.rules import ReturnReason
from provisioner.cases.letters.tables import SentLetter
from provisioner.cases.status import CaseStatus
from provisioner.cases.taking.holding import take
from provisioner.cases.waiting.tables import WaitingDecision
from provisioner.corrections.entry import Proposed
from provisioner.corrections.rules import CorrectionKind
from provisioner.database import Database
from provisioner.journal import Event
from provisioner.mail import Credentials, credentials, sent
from provisioner.mail.wording import AS_SHIPPED
from provisioner.office.tables import OfficeSetting
from provisioner.outbox.tables import Task
from provisioner.outside.password import TemporaryPassword
from provisioner.outside.reports import Arrival
from provisioner.outside.staff_reading import StaffUser
from provisioner.outside.tables import ComponentState
from provisioner.post.returned import Return
from provisioner.scans import checking
from provisioner.scans import doors as scans
from provisioner.scans.rules import VirusCheck
from provisioner.scans.signatures import Signature, Verdict
from provisioner.scans.tables import Scan
from provisioner.staff.listing import keep
from provisioner.staff.substitutes.tables import Substitution
from tests import asked, changed, declared, mandated, resigned
from tests.colleagues import colleague
from tests.factories import NOW, TODAY, approved, member, recorded
from tests.posted import BRAND, CLERK
from tests.scanned import drawn

APPROVER = "Barbara Lis"


def fill(database: Database) -> dict[str, UUID]:
    """Fill an empty database; gives the ids of the cases that pages are opened for."""
    with database.transaction() as session:
        office.close(session, TODAY.replace(month=12, day=28), "wolne za święto 26 grudnia")
        session.add(
            ComponentState(
                name="keycloak", problem="keycloak_unreachable", since=NOW - timedelta(minutes=18), seen_at=NOW
            )
        )
        session.add(ComponentState(name="worker", problem="", since=NOW, seen_at=NOW))
        cases = _queue(session) | _decided(session)
    with database.transaction() as session:
        cases |= _accounts(session)
        cases |= _corrected(session) | _astray(session) | _changing(session) | _ending(session)
        cases |= _returned(session) | _requested(session) | _declared(session)
        cases |= _acting(session)
        _scanned(session, cases)
    with database.transaction() as session:
        _found(session)
        _staff(session)
        _put_to_colleagues(session, cases)
    return cases


def _put_to_colleagues(session: Session, cases: dict[str, UUID]) -> None:
    """A case handed to the approver, and a question about another."""
    why = "Znam tego klienta osobiście, więc nie powinnam rozpatrywać jego wniosku."
    put = {ErrandKind.HANDED: ("waiting", why), ErrandKind.ASKED: ("hindered", "Czy klient był wczoraj w BOK?")}
    to, by = member(session, APPROVER).id, colleague(session, "Celina Mak").id
    days = (TODAY - timedelta(days=1), TODAY + timedelta(days=10))
    session.add(
        Substitution(absent_id=by, substitute_id=to, first_day=days[0], last_day=days[1], set_by=by, set_at=NOW)
    )  # fmt: skip
    for kind, (name, words) in put.items():
        session.add(
            CaseErrand(case_id=cases[name], kind=kind, given_to=to, words=words, given_by=by, given_at=NOW)
        )  # fmt: skip


def _queue(session: Session) -> dict[str, UUID]:
    recorded(session, customer_number="102377", first_name="Barbara", last_name="Hinc", received_on="12.11.2026",
             document_date="10.11.2026", channel="post", copy_handed="")  # fmt: skip
    recorded(session, customer_number="104002", first_name="Stanisław", last_name="Płotka", received_on="13.11.2026",
             document_date="")  # fmt: skip
    recorded(session, customer_number="104640", first_name="Danuta", last_name="Labuda", received_on="13.11.2026",
             document_date="")  # fmt: skip
    soon = recorded(
        session, customer_number="105390", customer_kind="company", filed_by="attorney",
        company_name="Wspólnota Mieszkaniowa Gdańska 15 w Kartuzach", nip="PL 638-100-20-15", first_name="",
        last_name="", attorney_name="Jolanta Czapiewska-Wiśniewska", received_on="17.11.2026", channel="post",
        document_date="16.11.2026", copy_handed="", note="Pełnomocnictwo zarządcy w teczce W-15.\nOryginał tamże.",
        original_location="Teczka 2026/11",
    )  # fmt: skip
    refused_clause = recorded(session, customer_number="105777", first_name="Agnieszka", last_name="Szreder",
                              regulamin_signed="no", **_clause(session, 2, "refused"))  # fmt: skip
    own = recorded(session, by=APPROVER, customer_number="106920", first_name="Łukasz", last_name="Jóskowski",
                   received_on="22.11.2026", channel="email", copy_handed="", document_date="")  # fmt: skip
    late = recorded(session, customer_number="106001", first_name="James", last_name="O'Connor", language="en")
    take(session, soon.id, by=member(session, "Celina Mak").id, at=NOW)
    take(session, refused_clause.id, by=member(session, APPROVER).id, at=NOW)
    return {"soon": soon.id, "hindered": refused_clause.id, "own": own.id, "waiting": late.id, **_waiting(session)}


def _waiting(session: Session) -> dict[str, UUID]:
    """A decision that can still be taken back, and one that could not be applied."""
    waits = recorded(session, customer_number="106330", first_name="Jadwiga", last_name="Formela")
    lapsed = recorded(session, customer_number="106331", first_name="Zygmunt", last_name="Choszcz")
    given = {"decided_by": member(session, APPROVER).id, "decided_at": NOW, "until": NOW + timedelta(seconds=30)}
    session.add(WaitingDecision(case_id=waits.id, verdict=CaseStatus.APPROVED, revision=1, **given))
    session.add(
        WaitingDecision(
            case_id=lapsed.id, verdict=CaseStatus.REFUSED, revision=1, reason="Brak umowy.", lapsed_at=NOW, **given
        )
    )
    return {"decided": waits.id, "lapsed": lapsed.id}


def _decided(session: Session) -> dict[str, UUID]:
    by = member(session, APPROVER)
    back = recorded(session, customer_number="106214", first_name="Leszek", last_name="Gruchała", channel="post",
                    copy_handed="", **_clause(session, 2, "illegible"))  # fmt: skip
    decide.return_incomplete(
        session, Application, back.id, revision=1, by=by, at=NOW, missing="Nieczytelne zaznaczenie przy klauzuli 2."
    )
    no = recorded(session, customer_number="102020", first_name="Mirosław", last_name="Kwidziński")
    applications.refuse(session, no.id, revision=1, by=by, at=NOW, reason="Klient odmówił przyjęcia klauzuli 2.")
    return {"incomplete": back.id, "refused": no.id} | _letters(session, no.id)


def _letters(session: Session, refused: UUID) -> dict[str, UUID]:
    """A letter that came back, and its second copy."""
    by = member(session, CLERK)
    for digest in ("1" * 64, "2" * 64):
        post.printed(session, post.sheets(session, [refused], BRAND), digest, BRAND, by=by, at=NOW)
        session.flush()
    first, second = session.scalars(sa.select(SentLetter).order_by(SentLetter.copy))
    post.note_return(session, first.id, Return(TODAY, ReturnReason.ADDRESS), by=by, at=NOW)
    return {"letter_back": first.id, "letter": second.id}


def _accounts(session: Session) -> dict[str, UUID]:
    cases = {}
    for place, status in enumerate(AccountStatus):
        account = approved(session, customer_number=f"20{place}871", first_name="Helena", last_name="Bronk-Żukowska",
                           email=f"helena{place}@example.com", email_again=f"helena{place}@example.com")  # fmt: skip
        _bring(session, account, status)
        cases[status.value] = account.case_id
    return cases


def _scanned(session: Session, cases: dict[str, UUID]) -> None:
    by, form = member(session, "Celina Mak"), drawn("Wniosek", "Klauzule")
    for name in ("waiting", "incomplete"):
        scans.add(session, cases[name], [form], check=False, by=by, at=NOW)
    signed = replace(drawn("Pełnomocnictwo"), signatures=[Signature(Verdict.UNKNOWN_ISSUER, signer="Jan Nowak")])
    scans.add(session, cases["waiting"], [signed], check=True, by=by, at=NOW)
    scans.add(session, cases["refused"], [form], check=True, by=by, at=NOW)
    infected = sa.select(Scan.id).where(Scan.case_id == cases["refused"])
    checking.note(session, session.scalars(infected).one(), VirusCheck.INFECTED, "Eicar-Test", at=NOW)


def _corrected(session: Session) -> dict[str, UUID]:
    account = approved(session, customer_number="208871", first_name="Kazimiera", last_name="Wysokińska",
                       email="kazia.wysokinska@exmaple.com", email_again="kazia.wysokinska@exmaple.com")  # fmt: skip
    _bring(session, account, AccountStatus.EXPIRED)
    session.flush()
    told = Proposed("kazia.wysokinska@example.com", CorrectionKind.KEYED_WRONGLY)
    corrections.propose(session, account.id, told, by=member(session, "Celina Clerk"), at=NOW)
    return {"proposed": account.case_id}


def _astray(session: Session) -> dict[str, UUID]:
    account = approved(session, customer_number="309871", first_name="Kunegunda", last_name="Formela",
                       email="k.formela@example.com", email_again="k.formela@example.com")  # fmt: skip
    _bring(session, account, AccountStatus.NOTIFIED)
    session.flush()
    by, what = member(session, "Celina Clerk"), "Dzwonił pan Formella z Żukowa: dostał cudzy login i hasło tymczasowe."
    noted = incidents.open_incident(session, account.case_id, what=what, by=by, at=NOW - timedelta(hours=5))
    return {"astray": account.case_id, "incident": noted.id}


def _changing(session: Session) -> dict[str, UUID]:
    account = approved(session, customer_number="309971", first_name="Monika", last_name="Hirsz",
                       email="monika.hirsz@example.com", email_again="monika.hirsz@example.com")  # fmt: skip
    _bring(session, account, AccountStatus.ACTIVATED)
    session.flush()
    found = changed.recorded(session, account, email="monika.hirsz-labuda@example.com", last_name="Hirsz-Labuda",
                             street="ul. Długa 12 m. 3", postcode="80-827", town="Gdańsk")  # fmt: skip
    return {"change": found.id, "changeable": account.case_id}


def _requested(session: Session) -> dict[str, UUID]:
    """Requests to erase: one to decide of which a part is kept, one of a customer with an account, one agreed."""
    gone = approved(session, customer_number="410001", first_name="Bronisława", last_name="Klebba-Szulc",
                    email="b.klebba@example.com", email_again="b.klebba@example.com")  # fmt: skip
    _bring(session, gone, AccountStatus.CLOSED)
    session.flush()
    told = Held(
        HoldGround.CLAIMS, "Spór o fakturę 17/05/2026 przed Sądem Rejonowym w Kartuzach.", TODAY.replace(year=2028)
    )
    holding.hold(session, gone.case_id, told, by=member(session, "Adam Admin"), at=NOW)
    person: dict[str, Any] = {"customer_number": "410001", "first_name": "Bronisława", "last_name": "Klebba-Szulc"}
    for mailbox in ("bronia@example.com", "b.szulc@example.com"):
        again = recorded(session, **person, email=mailbox, email_again=mailbox)
        applications.withdraw(session, again.id, revision=1, reason="pomyłka", by=member(session, APPROVER), at=NOW)
    recorded(session, customer_number="410001", first_name="Anna", last_name="Klebba", channel="post", copy_handed="",
             email="anna.klebba@example.com", email_again="anna.klebba@example.com")  # fmt: skip
    request = asked.asked(session, **person)
    alive = asked.asked(session, customer_number="203871", first_name="Helena", last_name="Bronk-Żukowska",
                        received_on="20.10.2026", document_date="", channel="email")  # fmt: skip
    agreed = asked.asked(session, **person, asked_by="attorney", attorney_name="Kancelaria Radcy Prawnego J. Formela",
                         proof="pełnomocnictwo z 3 listopada 2026")  # fmt: skip
    asked.agree(session, agreed.id)
    return {"held": gone.case_id, "request": request.id, "request_alive": alive.id, "request_agreed": agreed.id}


def _ending(session: Session) -> dict[str, UUID]:
    account = approved(session, customer_number="309981", first_name="Zygmunt", last_name="Gołębiewski",
                       email="zygmunt.g@example.com", email_again="zygmunt.g@example.com")  # fmt: skip
    _bring(session, account, AccountStatus.ACTIVATED)
    session.flush()
    found = resigned.recorded(session, account, asked_by="attorney", asker_name="Jolanta Czapiewska-Wiśniewska",
                              proof="pełnomocnictwo z 10.11.2026", effect_on="31.12.2026")  # fmt: skip
    return {"resignation": found.id, "ending": account.case_id}


def _declared(session: Session) -> dict[str, UUID]:
    """Somebody under the Regulamin before this one, who withdraws a consent and is waited for."""
    older = declared.OLD.model_copy(
        update={"code": "2025-01", "valid_from": date(2025, 1, 2), "regulamin_version": "Regulamin IBOK z 2025 r."}
    )
    account = declared.opened_on(
        session, older, customer_number="309991", first_name="Bronisława", last_name="Wiśniewska-Czapiewska",
        email="b.w@example.com", email_again="b.w@example.com",
    )  # fmt: skip
    _bring(session, account, AccountStatus.ACTIVATED)
    session.add(OfficeSetting(name="reacceptance_on_new_version", value=True))
    session.flush()
    news = declared.clause(session, "2025-01", 3)
    found = declared.recorded(session, account, typed={news: "refused", "note": "Rozmowa telefoniczna 20.11."})
    return {"declaration": found.id, "declaring": account.case_id}


def _returned(session: Session) -> dict[str, UUID]:
    """A mail that came back after its password was retired, and one that is delayed."""
    cases = {}
    for place, (name, arrival, code) in enumerate(
        (("came_back", Arrival.CAME_BACK, "5.1.1"), ("delayed", Arrival.DELAYED, "4.4.1"))
    ):
        account = approved(session, customer_number=f"31{place}981", first_name="Teofila", last_name="Kiedrowska",
                           email=f"t{place}@exmaple.com", email_again=f"t{place}@exmaple.com")  # fmt: skip
        _bring(session, account, AccountStatus.NOTIFIED)
        account.generation = 1
        session.add(
            MailReport(account_id=account.id, about="notify", generation=1, task=1, arrival=arrival, code=code, at=NOW)
        )
        if arrival is Arrival.CAME_BACK:
            account.status = AccountStatus.NEEDS_ATTENTION
            account.attention, account.attention_code = Attention.MAIL_CAME_BACK, code
        cases[name] = account.case_id
    return cases


def _acting(session: Session) -> dict[str, UUID]:
    """Customers for whom a manager acts: until its day, until another day that is proposed, and not any more."""
    cases = {}
    for place, name in enumerate(("acting", "mandate_proposed", "mandate_over")):
        account = mandated.acting(
            session, customer_number=f"32{place}981", filed_by="manager", mandate_until="15.12.2026",
            attorney_name="Zarząd Nieruchomości Wspólnota Kaszubska-Wiśniewska sp. z o.o.", first_name="Klemens",
            last_name="Dampc", email=f"k{place}@example.com", email_again=f"k{place}@example.com",
        )  # fmt: skip
        cases[name] = account.case_id
        if name == "mandate_proposed":
            corrections.propose_extension(
                session, account.case_id, until=date(2027, 12, 31), proof="uchwała wspólnoty nr 7/2026",
                by=member(session, "Celina Clerk"), at=NOW,
            )  # fmt: skip
    mandated.revoke(session, account)
    mandated.stand(session, account, AccountStatus.BLOCKED)
    return cases


def _found(session: Session) -> None:
    """What Keycloak tells: an alarm, differences with and without a button, two comparisons, a login and a lock."""
    activated = sa.select(Account).where(Account.status == AccountStatus.ACTIVATED).order_by(Account.case_number)
    active = session.scalars(activated.limit(1)).one()
    active.keycloak_id = "0f6b0a3e-6a55-4c0e-9a53-2f4f3c1d7b11"
    who = "7b11c6d0-93f5-4c55-8a10-5d5f0a9e2c44"
    note(session, FindingKind.SECOND_FACTOR_CHANGED, STAFF, "authentication/flows", at=NOW, by=who)
    note(session, FindingKind.USER_CHANGED, CUSTOMERS, active.keycloak_id, by=who, account_id=active.id, at=NOW)
    note(session, FindingKind.DISABLED, CUSTOMERS, active.keycloak_id, account_id=active.id, at=NOW)
    note(session, FindingKind.OUTSIDE_GROUP, CUSTOMERS, active.keycloak_id, account_id=active.id, at=NOW)
    session.add(AccountSeen(account_id=active.id, last_login_at=NOW - timedelta(minutes=40), locked_at=NOW))
    session.add(AgreementRun(started_at=NOW, ended_at=NOW, accounts=1204, users=1300, strangers=96, differing=2))
    session.add(AgreementRun(started_at=NOW, ended_at=NOW, accounts=1204, users=400, differing=804, stopped=True))


def _staff(session: Session) -> None:
    """Who may use the desk: one to look at twice, one without a role."""
    keep(
        session,
        (
            StaffUser("s-1", "c.clerk", "Celina Clerk", True, frozenset({"clerk"})),
            StaffUser(
                "s-2", "adam.przyborowski", "Adam Przyborowski-Ostrowski", False, frozenset({"approver", "auditor"})
            ),
            StaffUser("s-3", "ewa", "Ewa Lis", True, frozenset()),
        ),
        at=NOW,
    )


def _bring(session: Session, account: Account, status: AccountStatus) -> None:
    account.status = status
    account.approved_at = NOW - timedelta(hours=3)
    if status in (AccountStatus.BLOCKING, AccountStatus.BLOCKED, AccountStatus.UNBLOCKING):
        _block(session, account)
    if status is AccountStatus.NEEDS_ATTENTION:
        account.attention = Attention.MAIL_REFUSED
    if status in (AccountStatus.NOTIFIED, AccountStatus.EXPIRED, AccountStatus.ACTIVATED):
        left = NOW - timedelta(days=70 if status is AccountStatus.EXPIRED else 0, hours=2)
        account.notified_at, account.password_valid_until = left, left + timedelta(hours=168)
    if status is AccountStatus.ACTIVATED:
        account.activated_at = NOW - timedelta(hours=1)
    if status is AccountStatus.NOTIFIED:
        account.mails_sent = account.mails_begun = 1
        _mailed(session, account)
    task = session.scalars(sa.select(Task).where(Task.subject_id == account.id)).one()
    if status is AccountStatus.APPROVED:
        task.failures, task.problem, task.not_before = 3, "keycloak_unreachable", NOW + timedelta(minutes=2)
    else:
        task.done_at = NOW


def _mailed(session: Session, account: Account) -> None:
    """The login details as they left."""
    told = Credentials(
        account.email, account.language, account.login, TemporaryPassword("abcd2345efgh6789"), account.display_name,
        account.customer_number, "https://ibok.example.com/", strong_profile=False,
        valid_until=NOW + timedelta(days=7), replaces=False, not_me="https://konto.example.com/not-me?t=1",
    )  # fmt: skip
    kept = sent.keep(session, account.case_id, credentials(told, BRAND, AS_SHIPPED), at=NOW)
    journal.record(
        session, Event.ACCOUNT_NOTIFIED, at=NOW, actor=journal.WORKER, object_type="account", object_id=account.id,
        values=None, **kept,
    )  # fmt: skip


def _block(session: Session, account: Account) -> None:
    by = member(session, APPROVER).id
    session.add(
        AccountBlock(
            account_id=account.id, ground=BlockGround.TAKEOVER, former=AccountStatus.ACTIVATED, by=by, at=NOW,
            reason="Klientka dzwoniła: ktoś zmienił jej adres do korespondencji, ona sama nic nie robiła.",
            blocked_at=NOW if account.status is not AccountStatus.BLOCKING else None,
        )
    )  # fmt: skip


def _clause(session: Session, number: int, answer: str) -> dict[str, Any]:
    clauses = forms.current(session, TODAY).clauses
    return {f"clause-{clause.id}": answer for clause in clauses if clause.number == number}
