"""Start-time settings of what the desk talks to: Keycloak, mail server, mailbox of reports, virus scanner."""

from pathlib import Path
from typing import Literal

from pydantic import Field, SecretStr

from provisioner.settings.installation import Installation
from provisioner.settings.secret_types import Secret, SecretOrKeys
from provisioner.settings.types import (
    ExactAddress,
    Folder,
    Host,
    InnerAddress,
    Name,
    OptionalHost,
    OurAddress,
    Sender,
)

SECOND_FACTOR = "second-factor"
"""What the staff realm calls a login with password and one-time code, in its map of levels."""


class Outside(Installation):
    """The desk with its parts outside."""

    keycloak_url: OurAddress = Field("http://localhost:8410", description="Keycloak as browsers reach it.")
    keycloak_internal_url: InnerAddress = Field(
        "", description="Keycloak as our processes reach it; empty means the same address."
    )
    staff_realm: Name = Field("staff", description="Realm of the desk's users.")
    staff_otp: Literal["auto", "required", "optional"] = Field(
        "auto", description="One-time codes for staff; `auto` requires them unless the desk is on plain http here."
    )
    customers_realm: Name = Field("ibok", description="Realm of the customers.")
    desk_client_id: Name = Field("account-desk", description="The desk's client in the staff realm.")
    desk_client_secret: SecretOrKeys | None = Field(
        None, description="Its secret, or its private keys (PEM); only the web process needs it."
    )
    provisioner_client_id: Name = Field("provisioner", description="The worker's client in the customers' realm.")
    provisioner_client_secret: SecretOrKeys | None = Field(
        None, description="Its secret, or its private keys (PEM); only the worker needs it."
    )
    observer_client_id: Name = Field(
        "observer", description="The worker's read-only client, under the same name in both realms."
    )
    observer_client_secret: SecretOrKeys | None = Field(
        None, description="Its secret or keys in the customers' realm; only the worker needs it."
    )
    staff_observer_client_secret: SecretOrKeys | None = Field(
        None, description="Its secret or keys in the staff realm; only the worker needs it."
    )
    portal_redirect_uri: ExactAddress = Field(
        "", description="Where the utility's own iBOK takes customers back after login; empty means no such client."
    )
    portal_client_id: Name = Field("ibok", description="The iBOK's client in the customers' realm.")
    portal_client_secret: Secret | None = Field(
        None, description="Its secret; only `realm apply` and the iBOK know it."
    )
    keycloak_timeout_seconds: float = Field(
        10, gt=0, le=10, description="Time for one call at Keycloak, its whole answer included."
    )

    smtp_host: Host = Field("localhost", description="Mail server for the desk's own mails.")
    smtp_port: int = Field(8425, ge=1, le=65535, description="Its port.")
    smtp_security: Literal["none", "starttls", "tls"] = Field(
        "starttls", description="Transport security; `none` is accepted for this machine only."
    )
    smtp_username: str = Field("", description="Login at the mail server; empty means none.")
    smtp_password: SecretStr | None = Field(None, description="Its password.")
    smtp_timeout_seconds: float = Field(
        20, gt=0, le=60, description="Time for handing over one mail, from the connection to the last answer."
    )
    mail_from: Sender = Field("ibok@example.com", description="Sender of the desk's mails.")

    reports_host: OptionalHost = Field(
        "", description="IMAP server (TLS) of the mailbox to which reports about our mails come back; empty: not read."
    )
    reports_port: int = Field(993, ge=1, le=65535, description="Its port.")
    reports_username: str = Field("", description="Login at that mailbox; empty means the one at the mail server.")
    reports_password: SecretStr | None = Field(
        None, description="Its password; empty means the one at the mail server."
    )
    reports_folder: Folder = Field("INBOX", description="Folder in which the reports lie.")
    reports_ca: Path | None = Field(
        None, description="File with the certificates that vouch for that server; empty means the system's own."
    )
    reports_timeout_seconds: float = Field(20, gt=0, le=60, description="Time for one look into that mailbox.")

    clamd_host: OptionalHost = Field(
        "",
        description="Virus scanner for scans: clamd over TCP, on this machine or in a network of its own; empty: none. "
        "Web and worker need it.",
    )
    clamd_port: int = Field(3310, ge=1, le=65535, description="Its port.")
    clamd_timeout_seconds: float = Field(30, gt=0, le=60, description="Time for one file at the scanner.")
    signature_issuers: Path | None = Field(
        None,
        description="Folder with the certificates (PEM) of issuers whose electronic signatures count as checked; "
        "nobody else vouches for one. Empty: every issuer is unknown. Only the web process needs it.",
    )

    @property
    def keycloak_server(self) -> str:
        """Keycloak's address for our own calls, without a slash at the end."""
        return self.keycloak_internal_url or self.keycloak_url

    @property
    def staff_second_factor(self) -> bool:
        """Whether staff must log in with a one-time code."""
        return self.staff_otp == "required" or (self.staff_otp == "auto" and self.https)

    @property
    def staff_acr(self) -> str:
        """What a login must say of its level (`acr`) where staff need a second factor; otherwise nothing."""
        return SECOND_FACTOR if self.staff_second_factor else ""

    @property
    def for_mail(self) -> tuple[str, ...]:
        """The names of the settings without which nobody is let in at the mail server."""
        return ("smtp_password",) if self.smtp_username else ()

    @property
    def reports_login(self) -> tuple[str, str]:
        """Name and password at the mailbox of reports, by default those at the mail server."""
        password = self.reports_password or self.smtp_password
        return self.reports_username or self.smtp_username, password.get_secret_value() if password else ""
