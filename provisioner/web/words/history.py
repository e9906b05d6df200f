"""What happened to a case, one sentence each."""

from collections.abc import Mapping
from typing import Any

from provisioner.cases.emergency.tables import ReviewOutcome
from provisioner.cases.history import HistoryLine
from provisioner.cases.status import CaseStatus
from provisioner.journal.events import Event
from provisioner.web.words.delivery import which_mail
from provisioner.web.words.paper.fields import label
from provisioner.web.words.paper.letters import which_letter
from provisioner.web.words.paper.scans import scan_name
from provisioner.web.words.terms import WORDS
from provisioner.web.words.translate import _, _l

EVENTS: Mapping[Event, Any] = {
    Event.APPLICATION_RECORDED: _l("recorded the application"),
    Event.APPLICATION_CORRECTED: _l("corrected the application"),
    Event.APPLICATION_LOGIN_CHANGED: _l("reserved another login, because the customer number was corrected"),
    Event.APPLICATION_COMPLETED: _l("completed the application; the deadline counts anew"),
    Event.APPLICATION_RETURNED: _l("returned the application as incomplete"),
    Event.APPLICATION_APPROVED: _l("approved the application"),
    Event.APPLICATION_REFUSED: _l("refused the application"),
    Event.APPLICATION_WITHDRAWN: _l("noted that the customer withdrew the application"),
    Event.APPLICATION_UNDONE: _l("took back the application, which was entered by mistake"),
    Event.DUPLICATE_WITHDRAWN: _l("withdrew it as the same application as another case"),
    Event.DUPLICATE_FOUND: _l("found that it was recorded again as another case"),
    Event.APPLICATION_SKIPPED: _l("skipped the application in the queue"),
    Event.APPLICATION_HANDED_OVER: _l("handed the application over to a colleague"),
    Event.HAND_OVER_LAPSED: _l("gave the application back to everybody, as the colleague it was handed to has left"),
    Event.COLLEAGUE_ASKED: _l("put a question to a colleague"),
    Event.DECISION_GIVEN: _l("decided, with time to take it back"),
    Event.DECISION_TAKEN_BACK: _l("took back the decision before it counted"),
    Event.DECISION_LAPSED: _l("could not apply the decision; the case has to be decided anew"),
    Event.CHANGE_RECORDED: _l("recorded the application for a change of data"),
    Event.REQUEST_RECORDED: _l("recorded the request to erase the data"),
    Event.REQUEST_EXTENDED: _l("took two months more for the answer"),
    Event.DECLARATION_RECORDED: _l("recorded the declaration on clauses"),
    Event.RESIGNATION_RECORDED: _l("recorded the application to end the account"),
    Event.ACCOUNT_CREATED: _l("created the account in Keycloak"),
    Event.ACCOUNT_LOGIN_CHANGED: _l("took the next free login, because the reserved one belongs to somebody else"),
    Event.ACCOUNT_NOTIFIED: _l("sent the login details"),
    Event.ACCOUNT_ACTIVATED: _l("saw that the customer has set their own password"),
    Event.ACCOUNT_EXPIRED: _l("retired the temporary password, which was never used"),
    Event.ACCOUNT_NEEDS_ATTENTION: _l("stopped: the account needs attention"),
    Event.ACCOUNT_RETRIED: _l("asked for another try"),
    Event.ACCOUNT_REISSUED: _l("had a new temporary password sent"),
    Event.ACCOUNT_CLOSED: _l("closed the account"),
    Event.ACCOUNT_BLOCK_ASKED: _l("asked for the account to be blocked"),
    Event.ACCOUNT_BLOCKED: _l("blocked the account; no session is left"),
    Event.ACCOUNT_UNBLOCK_ASKED: _l("asked for the account to be unblocked"),
    Event.ACCOUNT_UNBLOCKED: _l("unblocked the account"),
    Event.ACCOUNT_REMINDED: _l("reminded the customer of the unused temporary password"),
    Event.ACCOUNT_CONSENTS_CHANGED: _l("took over the consents as declared"),
    Event.ACCOUNT_REGULAMIN_CALLED: _l("had the customer asked to accept the new Regulamin"),
    Event.ACCOUNT_REGULAMIN_ACCEPTED: _l("noted that the Regulamin in force is accepted"),
    Event.ACCOUNT_CHANGE_ASKED: _l("had the data of the account changed"),
    Event.ACCOUNT_CHANGED: _l("wrote the changed data to Keycloak"),
    Event.ACCOUNT_CLOSING_ASKED: _l("had the account closed on paper"),
    Event.ACCOUNT_CLOSING: _l("closed the account, with time to undo"),
    Event.ACCOUNT_CLOSING_WITHDRAWN: _l("noted that the closing was taken back"),
    Event.ACCOUNT_REMOVED: _l("deleted the account in Keycloak"),
    Event.ACCOUNT_TOLD: _l("told the customer by e-mail"),
    Event.ACCOUNT_NOT_TOLD: _l("could not tell the customer by e-mail; call or write"),
    Event.ACCOUNT_MAIL_PASSED_ON: _l("was told that a mail was passed on; whether it arrived is not known"),
    Event.ACCOUNT_MAIL_DELAYED: _l("was told that the delivery of a mail is delayed"),
    Event.ACCOUNT_MAIL_DELIVERED: _l("was told that a mail was delivered"),
    Event.ACCOUNT_MAIL_CAME_BACK: _l("was told that a mail was not delivered and came back"),
    Event.ACCOUNT_NOT_ME_REPORTED: _l("was told through the link in a mail: it wasn't me"),
    Event.ACCOUNT_NOT_ME_CONFIRMED: _l("took the report “it wasn't me” as right"),
    Event.ACCOUNT_NOT_ME_DISMISSED: _l("dismissed the report “it wasn't me”"),
    Event.ACCOUNT_VANISHED: _l("found that somebody had deleted the account in Keycloak"),
    Event.ACCOUNT_UNLOCK_ASKED: _l("asked for the lock of wrong passwords to be lifted"),
    Event.ACCOUNT_UNLOCKED: _l("lifted the lock of wrong passwords"),
    Event.ACCOUNT_MEND_ASKED: _l("asked for Keycloak to be brought into agreement"),
    Event.ACCOUNT_MENDED: _l("brought Keycloak into agreement"),
    Event.KEYCLOAK_CHANGED: _l("saw a change made by hand in Keycloak"),
    Event.FINDING_SETTLED: _l("settled what was found in Keycloak"),
    Event.MANDATE_GRANTED: _l("recorded the mandate of whoever acts for the customer"),
    Event.MANDATE_EXTENDED: _l("extended the mandate"),
    Event.MANDATE_REVOKED: _l("noted that the mandate has ended before its time"),
    Event.MANDATE_ENDED: _l("ended the mandate, and the access with it"),
    Event.MANDATE_PROPOSED: _l("proposed a mandate of whoever acts for the customer"),
    Event.MANDATE_REJECTED: _l("rejected the proposed mandate"),
    Event.CORRECTION_PROPOSED: _l("proposed another e-mail address"),
    Event.CORRECTION_CONFIRMED: _l("confirmed the correction of the e-mail address"),
    Event.CORRECTION_REJECTED: _l("rejected the proposed e-mail address"),
    Event.INCIDENT_OPENED: _l("noted an incident: login details went to the wrong person"),
    Event.INCIDENT_ASSESSED: _l("assessed the incident"),
    Event.INCIDENT_CLOSED: _l("closed the incident"),
    Event.INCIDENTS_EXPORTED: _l("saved the register of incidents as a file"),
    Event.STAFF_SIGNED_IN: _l("signed in"),
    Event.STAFF_SIGNED_OUT: _l("signed out"),
    Event.OWN_ENTRY_DECISION_REFUSED: _l("tried to decide on their own entry and was stopped"),
    Event.STAFF_REFUSED: _l("asked for something that their role does not allow"),
    Event.JOURNAL_EXPORTED: _l("saved the journal as a file"),
    Event.BACKUP_MADE: _l("made a backup"),
    Event.BACKUP_RESTORED: _l("restored a backup: what came after it is lost here"),
    Event.BACKUP_RELEASED: _l("let the restored desk go on"),
    Event.CLOSED_DAY_ADDED: _l("added a closed day"),
    Event.CLOSED_DAY_REMOVED: _l("removed a closed day"),
    Event.SUBSTITUTE_APPOINTED: _l("made somebody the substitute of a colleague who is away"),
    Event.SUBSTITUTE_ENDED: _l("ended a substitution"),
    Event.STAFF_REVIEWED: _l("reviewed the list of staff and their roles"),
    Event.FORM_EDITION_ADDED: _l("added an edition of the form"),
    Event.SETTING_CHANGED: _l("changed a setting of the office"),
    Event.TEXT_REWORDED: _l("changed a text of the office"),
    Event.REQUESTS_EXPORTED: _l("saved the register of requests as a file"),
    Event.ERASURES_EXPORTED: _l("saved the register of erasures as a file"),
    Event.QUEUE_EXPORTED: _l("saved the queue as a file"),
    Event.ACCOUNTS_EXPORTED: _l("saved the list of accounts as a file"),
    Event.UNUSED_EXPORTED: _l("saved the list of unused accounts as a file"),
    Event.MANDATES_EXPORTED: _l("saved the list of mandates that end as a file"),
    Event.OUTSTANDING_EXPORTED: _l("saved the list of who has not accepted the Regulamin as a file"),
    Event.STAFF_EXPORTED: _l("saved the list of staff as a file"),
    Event.FINDINGS_EXPORTED: _l("saved what differs in Keycloak as a file"),
    Event.LETTERS_EXPORTED: _l("saved the list of letters to print as a file"),
    Event.SEARCH_EXPORTED: _l("saved the cases found by a search as a file"),
    Event.EMERGENCIES_EXPORTED: _l("saved the list of emergencies as a file"),
    Event.NUMBERS_EXPORTED: _l("saved a table of the numbers as a file"),
    Event.CASE_VIEWED: _l("looked at the application"),
    Event.CASE_ERASED: _l("erased the personal data of the case"),
    Event.CASE_NOTED: _l("wrote a note"),
    Event.SCAN_ADDED: _l("added a scan"),
    Event.SCAN_REMOVED: _l("removed a scan that was added by mistake"),
    Event.SCAN_CHECKED: _l("found no virus in a scan"),
    Event.SCAN_NOT_CHECKED: _l("could not have a scan checked for viruses"),
    Event.SCAN_INFECTED: _l("found a virus in a scan, which is not shown any more"),
    Event.SCAN_HANDED_OUT: _l("opened the file of a scan"),
    Event.LETTER_PRINTED: _l("printed the letter"),
    Event.LETTER_MAIL_ASKED: _l("had the letter sent by e-mail"),
    Event.LETTER_MAILED: _l("sent the letter by e-mail"),
    Event.LETTER_NOT_MAILED: _l("could not send the letter by e-mail; print it"),
    Event.LETTER_RETURNED: _l("noted that a letter came back"),
    Event.LETTER_RETURN_SETTLED: _l("settled the return of a letter"),
    Event.CASE_HELD: _l("held the data of the case back from being erased"),
    Event.CASE_RELEASED: _l("ended the hold: the data of the case may be erased"),
    Event.CASE_DISCLOSED: _l("made a copy of the customer's data, as the customer asked"),
    Event.EMERGENCY_ASKED: _l("gave the word to approve an own entry in an emergency"),
    Event.EMERGENCY_USED: _l("approved an own entry in an emergency"),
    Event.EMERGENCY_REVIEWED: _l("reviewed what was approved in an emergency"),
    Event.ANSWER_REVEALED: _l("had a masked answer shown"),
    Event.ANSWERS_ERASED: _l("erased what was kept sealed, earlier than the rest of the case"),
    Event.JOURNAL_SEALED: _l("sealed the journal"),
    Event.JOURNAL_KEY_EXCHANGED: _l("exchanged the journal's key"),
}


def happened(line: HistoryLine) -> str:
    """What somebody did, and in which version of the office's own words a mail spoke."""
    if worded := line.details.get("wording"):
        number = str(worded).rpartition(" ")[2]
        return _("%(done)s (office's words, version %(number)s)", done=_done(line), number=number)
    return _done(line)


def _done(line: HistoryLine) -> str:
    """With which mail; of a correction whose old and new values are not known, in which fields."""
    done = str(EVENTS.get(line.event) or _("did what this version does not know (%(event)s)", event=line.event))
    if mail := which_mail(line.event, line.details.get("about")):
        return f"{done}: {mail}"
    if letter := which_letter(line.details):
        return f"{done}: {letter}"
    if verdict := line.details.get("verdict"):
        return f"{done} ({WORDS[ReviewOutcome if line.event is Event.EMERGENCY_REVIEWED else CaseStatus][verdict]})"
    if line.whom:
        return f"{done}: {line.whom}"
    if "scan" in line.details:
        return f"{done}: {scan_name(line.details['scan'], line.details['pages'])}"
    if number := line.details.get("same_as"):
        return f"{done}: {number}"
    named = (*line.details.get("changed", ()), *line.details.get("fields", ()))
    changed = ", ".join(label(name) for name in named if name not in line.values)
    return f"{done}: {changed}" if changed else done
