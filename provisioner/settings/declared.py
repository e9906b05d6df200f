"""Every start-time setting, with its default, its limits and what it means. Unset means safe: defaults run the product
on one machine, placeholders never start a server.
"""

from typing import Literal

from pydantic import Field

from provisioner.settings.errors import PREFIX, SettingsError
from provisioner.settings.outside import Outside
from provisioner.settings.secret_types import Secret
from provisioner.settings.types import (
    LOOPBACK,
    AnyAddress,
    OptionalListening,
    OptionalName,
    Pattern,
    Sender,
    Weekday,
)

SECRETS = (
    "secret_key", "secret_key_fallbacks", "desk_client_secret", "provisioner_client_secret", "observer_client_secret",
    "staff_observer_client_secret", "portal_client_secret", "smtp_password", "journal_key", "journal_key_former",
    "metrics_token",
)  # fmt: skip
BROUGHT_BACK = (*SECRETS, "reports_password", "database_url", "keycloak_database_url")
"""What a backup holds, so that a new machine has it; there the tables belong to whom that machine has made."""
FROM_FILE = (*BROUGHT_BACK, "owner_database_url")
"""What may also come from a file named by `…_FILE`; a database's address may hold a password."""


class Declared(Outside):
    """Each start-time setting, right by itself; each process asks only for what it needs."""

    ibok_url: AnyAddress = Field(
        "", description="Where customers log in; empty means Keycloak's account page of the customers' realm."
    )
    login_scheme: Literal["customer_number", "name", "generated"] = Field(
        "customer_number", description="How a login is made (R4)."
    )
    customer_number_pattern: Pattern = Field(
        r"[0-9]{3,12}(-[0-9]{1,8})?", description="What a customer number looks like, as a regular expression."
    )
    password_profile: Literal["regulamin", "strong"] = Field("regulamin", description="Customers' password rule (R6).")
    common_passwords: OptionalName = Field(
        "",
        description="File of passwords that are too common, refused to customers and staff, by its name in Keycloak's "
        "folder `data/password-blacklists`; ours is `realm-config/common-passwords.txt`. Empty: none are refused.",
    )
    temp_password_length: int = Field(16, ge=12, le=64, description="Characters of a temporary password.")
    forgotten_password_mode: Literal["link", "desk_reissue"] = Field(
        "link",
        description="R7: a link by mail; `desk_reissue`, without that option on the login page, is not built yet.",
    )
    reset_link_minutes: int = Field(30, ge=5, le=1440, description="Life of the forgotten-password link (R7).")

    worker_threads: int = Field(4, ge=1, le=8, description="Accounts carried out side by side by one worker.")
    poll_seconds: float = Field(1.0, gt=0, le=60, description="How often an idle worker looks for work.")
    log_format: Literal["json", "text"] = Field(
        "json", description="How lines of the log look: JSON, or for reading along. Both hold the same."
    )
    metrics_bind: OptionalListening = Field(
        "",
        description="Address and port at which the worker tells a watching system how the desk is (`/metrics`); empty: "
        "not at all. Never one that the internet reaches. Two workers on one machine need one each.",
    )
    metrics_token: Secret | None = Field(
        None,
        description="What a watching system brings (`Authorization: Bearer …`); needed where that address is not on "
        "this machine alone.",
    )
    weekly_mail: Sender | None = Field(
        None, description="Whom the worker tells once a week that all is well, or what is not: the operator's mailbox."
    )
    weekly_mail_day: Weekday = Field(Weekday.MONDAY, description="On which day, at seven in the morning.")
    weekly_mail_language: Literal["pl", "en"] = Field("pl", description="In which language.")

    training: bool = Field(
        False,
        description="An installation on which new staff learn: every page says so, and no mail leaves, "
        "neither ours nor Keycloak's. It needs realms and a database of its own.",
    )

    local_host: Literal["localhost", "127.0.0.1"] = Field(
        "localhost", description="Name under which `provisioner local up` is reached."
    )
    local_port: int = Field(8400, ge=1024, le=65500, description="First of the ports of `provisioner local up`.")

    @property
    def metrics_beyond(self) -> bool:
        """Whether that address can be reached from other machines."""
        return self.metrics_bind.rpartition(":")[0].strip("[]") not in (*LOOPBACK, "")

    @property
    def login_page(self) -> str:
        """The address customers are sent to after activation."""
        return self.ibok_url or f"{self.keycloak_url}/realms/{self.customers_realm}/account/"

    def require(self, *names: str) -> None:
        """Refuse to start while any of the named settings is empty.

        Raises SettingsError with one line for each missing name.
        """
        missing = [name for name in names if not getattr(self, name)]
        if missing:
            raise SettingsError("\n".join(f"{PREFIX}{name.upper()}: not set" for name in missing))
