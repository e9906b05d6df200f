"""What a paper's form asks for by a setting of the office: which fields, and the hour of an e-mail (R4)."""

from collections.abc import Iterable
from datetime import time
from typing import Any

from sqlalchemy.orm import InstrumentedAttribute

from provisioner.cases.channels import Channel
from provisioner.cases.tables import Case
from provisioner.entry.field import Field, Given, Values
from provisioner.entry.fields import hour
from provisioner.office import OfficeRules


def hour_of_mail(
    column: InstrumentedAttribute[time | None], channel: Field[Channel], *, foretells: bool = False
) -> Field[time | None]:
    """When an e-mail came; asked for where the office's hours end, because only then it counts."""
    return hour(column, setting="email_cutoff_time", asked=Given(channel, Channel.EMAIL), foretells=foretells)


def on_form(fields: Iterable[Field[Any]], rules: OfficeRules) -> tuple[Field[Any], ...]:
    """Those of a paper's fields that this office asks for, in the order of the paper."""
    return tuple(field for field in fields if not field.setting or getattr(rules, field.setting))


def hour_said(values: Values, field: Field[time | None], rules: OfficeRules, corrected: Case | None) -> time | None:
    """When it came; where nobody is asked any more a case keeps the hour that it was recorded with."""
    if rules.office_closes:
        return values[field]
    return corrected.received_time if corrected else None
