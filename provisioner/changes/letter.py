"""The letter that calls for the completion of a change of data, to the address the office knows."""

from collections.abc import Mapping

import provisioner.changes.paper as paper
from provisioner.cases.status import CaseStatus
from provisioner.changes.tables import ChangeOfData
from provisioner.letters import About, CallForCompletion, Letter, Recipient, call_for_completion
from provisioner.office.time import office_date
from provisioner.settings.branding import Branding


def letter(one: ChangeOfData, now: Mapping[str, str], branding: Branding, *, last_day: int) -> Letter | None:
    """The letter about what is missing, None where nothing is; `now` is the present text of each field."""
    if one.status is not CaseStatus.INCOMPLETE or one.decided_at is None:
        return None
    street, postcode, town, country = (now[field.name] for field in paper.ADDRESS)
    account = one.account
    told = CallForCompletion(
        Recipient.at(account.display_name, street, postcode, town, country, account.language), one.number,
        one.received_on, office_date(one.decided_at), one.missing, last_day, About.CHANGE,
    )  # fmt: skip
    return call_for_completion(told, branding)
