"""Every start-time setting, with its default, its limits and what it means. Unset means safe: defaults run the product
on one machine, placeholders never start a server.
"""

from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, SecretStr

from provisioner.settings.errors import PREFIX, SettingsError
from provisioner.settings.types import (
    LOOPBACK,
    AnyAddress,
    DatabaseAddress,
    ExactAddress,
    Folder,
    Host,
    InnerAddress,
    InnerOrigin,
    Listening,
    Name,
    OptionalHost,
    OptionalListening,
    OptionalName,
    OptionalOrigin,
    Origin,
    OurAddress,
    Pattern,
    PostgresAddress,
    Readers,
    Secret,
    SecretList,
    SecretOrKeys,
    Sender,
    Weekday,
    secret_parts,
)

SECRETS = (
    "secret_key", "secret_key_fallbacks", "desk_client_secret", "provisioner_client_secret", "observer_client_secret",
    "staff_observer_client_secret", "portal_client_secret", "smtp_password", "journal_key", "metrics_token",
)  # fmt: skip
SECOND_FACTOR = "second-factor"
"""What the staff realm calls a login with password and one-time code, in its map of levels."""
FROM_FILE = (*SECRETS, "reports_password", "database_url", "keycloak_database_url")
"""What may also come from a file named by `…_FILE`; a database's address may hold a password."""


class Declared(BaseModel):
    """Each start-time setting, right by itself; each process asks only for what it needs."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    data_dir: Path = Field(Path("var"), description="Folder for everything this installation writes.")
    journal_key: Secret | None = Field(
        None,
        description="Seals the journal's lines and signs its anchors and proofs; at least 32 characters, kept for as "
        "long as the journal. Web, worker and commands that write need it.",
    )
    journal_anchors: Path | None = Field(
        None, description="Folder for the journal's anchors, better on another machine; `anchors` in the data folder."
    )
    erasure_list: Path | None = Field(
        None,
        description="File of what was erased, as keyed hashes, so that it is erased again after a restore; keep it "
        "apart from the backups; `erasures.jsonl` in the data folder.",
    )
    journal_anchor_mail: Sender | None = Field(
        None, description="Where the worker mails each night's anchor, to a mailbox the operators cannot empty."
    )
    database_url: DatabaseAddress = Field(
        "", repr=False, description="SQLAlchemy address; empty means SQLite in the data folder."
    )

    backup_recipients: Readers = Field(
        "",
        description="Public keys (`age1…`, by commas) of those who may read the backups: `provisioner backup-key` "
        "makes a pair; empty: no backups are made from here. The private half is needed to restore and lies elsewhere.",
    )
    keycloak_database_url: PostgresAddress = Field(
        "",
        repr=False,
        description="Keycloak's own database (PostgreSQL), so that it is in the backups: customers' passwords "
        "live there; only `backup` and `restore` need it.",
    )

    desk_url: Origin = Field("http://localhost:8400", description="Address of the desk as staff type it.")
    desk_internal_url: InnerOrigin = Field(
        "", description="The desk as Keycloak reaches it, to say who has been logged out; empty means the same address."
    )
    bind: Listening = Field("127.0.0.1:8400", description="Address and port the web process listens on.")
    public_url: OptionalOrigin = Field(
        "", description="Address of the pages for customers (`provisioner public`); empty: no links to them in mails."
    )
    public_bind: Listening = Field("127.0.0.1:8402", description="Address and port those pages listen on.")
    proxies: int = Field(0, ge=0, le=5, description="Reverse proxies in front whose forwarding headers count.")
    secret_key: Secret | None = Field(
        None, description="Signs forms and the login state, seals the tokens of sessions; at least 32 characters."
    )
    secret_key_fallbacks: SecretList | None = Field(
        None, description="Earlier keys, by commas: what they signed stays good while the key is exchanged."
    )
    session_idle_minutes: int = Field(30, ge=1, le=480, description="A staff session ends after this long unused.")
    session_absolute_hours: int = Field(8, ge=1, le=24, description="A staff session ends after this long in any case.")

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
    def database(self) -> str:
        """The database address with the default filled in."""
        return self.database_url or f"sqlite:///{self.data_dir.resolve() / 'desk.sqlite'}"

    @property
    def anchors(self) -> Path:
        """The folder of the journal's anchors."""
        return self.journal_anchors or self.data_dir.resolve() / "anchors"

    @property
    def metrics_beyond(self) -> bool:
        """Whether that address can be reached from other machines."""
        return self.metrics_bind.rpartition(":")[0].strip("[]") not in (*LOOPBACK, "")

    @property
    def erasures(self) -> Path:
        """The file of what was erased."""
        return self.erasure_list or self.data_dir.resolve() / "erasures.jsonl"

    @property
    def desk_server(self) -> str:
        """The desk's address for Keycloak's own calls, without a slash at the end."""
        return self.desk_internal_url or self.desk_url

    @property
    def keycloak_server(self) -> str:
        """Keycloak's address for our own calls, without a slash at the end."""
        return self.keycloak_internal_url or self.keycloak_url

    @property
    def login_page(self) -> str:
        """The address customers are sent to after activation."""
        return self.ibok_url or f"{self.keycloak_url}/realms/{self.customers_realm}/account/"

    @property
    def staff_second_factor(self) -> bool:
        """Whether staff must log in with a one-time code."""
        return self.staff_otp == "required" or (self.staff_otp == "auto" and self.https)

    @property
    def staff_acr(self) -> str:
        """What a login must say of its level (`acr`) where staff need a second factor; otherwise nothing."""
        return SECOND_FACTOR if self.staff_second_factor else ""

    @property
    def signing_keys(self) -> list[str]:
        """Every key that may have signed or sealed something of the desk's, from the oldest to the one in use."""
        key = self.secret_key.get_secret_value() if self.secret_key else ""
        return [*secret_parts(self.secret_key_fallbacks), key]

    @property
    def reports_login(self) -> tuple[str, str]:
        """Name and password at the mailbox of reports, by default those at the mail server."""
        password = self.reports_password or self.smtp_password
        return self.reports_username or self.smtp_username, password.get_secret_value() if password else ""

    @property
    def https(self) -> bool:
        """Whether staff reach the desk over TLS, which decides the cookie's name and flags."""
        return urlsplit(self.desk_url).scheme == "https"

    def require(self, *names: str) -> None:
        """Refuse to start while any of the named settings is empty.

        Raises SettingsError with one line for each missing name.
        """
        missing = [name for name in names if not getattr(self, name)]
        if missing:
            raise SettingsError("\n".join(f"{PREFIX}{name.upper()}: not set" for name in missing))
