"""The access mail for one piece of work."""

from dataclasses import dataclass

from provisioner.accounts.work import Work
from provisioner.mail import Credentials, credentials
from provisioner.office import OfficeRules
from provisioner.outside.password import TemporaryPassword
from provisioner.outside.ports import Mail
from provisioner.settings.branding import Branding


@dataclass(frozen=True)
class AccessMails:
    """What every access mail of this utility has in common."""

    login_page: str
    strong_profile: bool
    branding: Branding

    def mail(self, work: Work, password: TemporaryPassword, rules: OfficeRules) -> Mail:
        """Login, password and the basic data the office allows (R5).

        It says that it replaces another where an earlier one may have left.
        """
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
            login_page=self.login_page,
            strong_profile=self.strong_profile,
            valid_until=work.password_valid_until,
            replaces=work.mails_begun > 1,
            not_me=work.not_me,
        )
        return credentials(told, self.branding, work.wording)
