"""Start-time settings of the installation itself: its data, its database, where the desk is reached, its sessions."""

from pathlib import Path
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import make_url

from provisioner.settings.secret_types import Secret, SecretLines, SecretList, secret_parts
from provisioner.settings.types import (
    DatabaseAddress,
    InnerOrigin,
    Listening,
    OptionalOrigin,
    Origin,
    PostgresAddress,
    Readers,
    Sender,
)


class Installation(BaseModel):
    """The desk on its machine."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    data_dir: Path = Field(Path("var"), description="Folder for everything this installation writes.")
    journal_key: Secret | None = Field(
        None,
        description="Seals the journal's lines and signs its anchors and proofs; at least 32 characters, kept for as "
        "long as the journal. Web, worker and commands that write need it.",
    )
    journal_key_former: SecretLines | None = Field(
        None,
        description="The journal's keys before that one, one a line, the oldest first: what was sealed with them is "
        "read and known again. Held by whoever holds the key, for as long as the journal; see `audit rotate-key`.",
    )
    secrets_folder: Path | None = Field(
        None,
        description="Where the files of secrets lie by name, if what `…_FILE` names are copies made when a process is "
        "started: their age is looked up there. The process must be let through that folder, and need not read them.",
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
    owner_database_url: PostgresAddress = Field(
        "",
        repr=False,
        description="The same database of PostgreSQL under the role that owns its tables, for `migrate` and `restore` "
        "alone; the role in `DATABASE_URL` is then granted what the running desk needs, no more. Empty: it owns them.",
    )

    backup_recipients: Readers = Field(
        "",
        description="Public keys (`age1…`, by commas) of those who may read the backups: `provisioner backup-key` "
        "makes a pair; empty: no backups are made from here. The private half is needed to restore and lies elsewhere.",
    )
    backup_hours: int = Field(
        24, ge=1, le=168, description="How often backups are made; one that is two hours later is missing."
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

    @property
    def database(self) -> str:
        """The database address with the default filled in."""
        return self.database_url or f"sqlite:///{self.data_dir.resolve() / 'desk.sqlite'}"

    @property
    def owners_database(self) -> str:
        """The address under which tables are made, changed and thrown away."""
        return self.owner_database_url or self.database

    @property
    def lesser_role(self) -> str:
        """The role of the running desk, where the tables are not its own; empty where they are."""
        return (make_url(self.database).username or "") if self.owner_database_url else ""

    @property
    def anchors(self) -> Path:
        """The folder of the journal's anchors."""
        return self.journal_anchors or self.data_dir.resolve() / "anchors"

    @property
    def erasures(self) -> Path:
        """The file of what was erased."""
        return self.erasure_list or self.data_dir.resolve() / "erasures.jsonl"

    @property
    def desk_server(self) -> str:
        """The desk's address for Keycloak's own calls, without a slash at the end."""
        return self.desk_internal_url or self.desk_url

    @property
    def signing_keys(self) -> list[str]:
        """Every key that may have signed or sealed something of the desk's, from the oldest to the one in use."""
        key = self.secret_key.get_secret_value() if self.secret_key else ""
        return [*secret_parts(self.secret_key_fallbacks), key]

    @property
    def https(self) -> bool:
        """Whether staff reach the desk over TLS, which decides the cookie's name and flags."""
        return urlsplit(self.desk_url).scheme == "https"
