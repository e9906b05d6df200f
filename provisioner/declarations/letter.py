"""Which letter a declaration owes the customer, to the address the office knows (R2, R4)."""

from collections.abc import Mapping

import provisioner.changes.letter as of_account
from provisioner.applications.letter import not_accepted
from provisioner.applications.rules import Answer
from provisioner.cases.status import CaseStatus
from provisioner.declarations.rules import DeclarationKind
from provisioner.declarations.tables import Declaration
from provisioner.letters import About, Declared, DeclaredConsent, Letter, declared
from provisioner.mail.language import Language
from provisioner.mail.wording import Wording
from provisioner.office.time import office_date
from provisioner.settings.branding import Branding

ABOUT = {DeclarationKind.CONSENTS: About.CONSENTS, DeclarationKind.REGULAMIN: About.REGULAMIN}


def letter(
    one: Declaration, now: Mapping[str, str], branding: Branding, wording: Wording, *, last_day: int
) -> Letter | None:
    """What is missing, why it was refused, or what stands from now on; None where nothing is owed.

    `now` is the present text of each field of the customer's data.
    """
    account, whole = one.account, one.kind is DeclarationKind.REGULAMIN
    if one.status is not CaseStatus.APPROVED or one.decided_at is None:
        pairs = [(each.clause, each.answer) for each in one.answers] if whole else []
        return of_account.letter(
            one, account, now, branding, wording, last_day=last_day, about=ABOUT[one.kind],
            clauses=not_accepted(pairs, account.language),
        )  # fmt: skip
    english = account.language is Language.EN
    consents = [
        DeclaredConsent(
            each.clause.number,
            each.clause.text_en if english else each.clause.text_pl,
            given=each.answer is Answer.ACCEPTED,
        )
        for each in sorted(one.answers, key=lambda each: each.clause.number)
    ]
    told = Declared(
        of_account.recipient(account, now), one.number, one.received_on, office_date(one.decided_at), account.login,
        one.edition.regulamin_version if whole else "", [] if whole else consents,
    )  # fmt: skip
    return declared(told, branding, wording)
