"""The access mail for one piece of work."""

from dataclasses import dataclass
from datetime import timedelta

from provisioner.accounts.outcomes import Work
from provisioner.logins.rules import Scheme
from provisioner.mail import Credentials, credentials
from provisioner.office import OfficeRules
from provisioner.outside.password import TemporaryPassword
from provisioner.outside.ports import Mail
from provisioner.settings.branding import Branding


@dataclass(frozen=True)
class StepSettings:
    """What a step needs to know. How long the lease is, and why, stands in docs/decisions/carrying-out.md."""

    worker: str
    lease: timedelta
    login_page: str
    login_scheme: Scheme
    strong_profile: bool


def access_mail(
    work: Work, password: TemporaryPassword, rules: OfficeRules, settings: StepSettings, branding: Branding
) -> Mail:
    """Login, password and the basic data the office allows (R5); a later generation says that it replaces."""
    shown = rules.mail_basic_data
    if work.password_valid_until is None:
        raise AssertionError("a mailed password has an end")
    told = Credentials(
        to=work.user.email,
        language=work.language,
        login=work.user.login,
        password=password,
        name=work.display_name if "name" in shown else "",
        customer_number=work.user.customer_number if "customer_number" in shown else "",
        login_page=settings.login_page,
        strong_profile=settings.strong_profile,
        valid_until=work.password_valid_until,
        replaces=work.generation > 1,
    )
    return credentials(told, branding)
