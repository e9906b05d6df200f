"""What the worker looks at beside its work, wired to the real machine; and whom it tells of it."""

from collections.abc import Mapping
from threading import Event

from provisioner import backups, watching, worker
from provisioner.credentials.age import exchanged
from provisioner.database import Database
from provisioner.journal.anchors import FILE
from provisioner.mail.language import Language
from provisioner.outside.watched import Certificates, DeskPages, ends
from provisioner.settings import Settings
from provisioner.settings.types import Weekday


def watch_of(settings: Settings, database: Database, environment: Mapping[str, str], stop: Event) -> watching.Watch:
    """Everything that is looked at from where the worker runs, until it is asked to stop."""

    def in_transaction() -> bool:
        return database.in_transaction

    certificates = Certificates(tuple(ends(settings)))
    certificates.keep(stop)
    host = watching.Host(
        # With a database server the data folder is a passing one; what must have room is the anchors'.
        kept=settings.data_dir.resolve() if settings.database.startswith("sqlite") else settings.anchors,
        anchors=settings.anchors / FILE,
        pages_answer=DeskPages(settings.desk_server, in_transaction),
        secrets=exchanged(environment),
        certificates=certificates,
    )
    return watching.Watch(database, host, backups.longest(settings), backups=bool(settings.backup_recipients))


def operator_of(settings: Settings) -> worker.Operator:
    """Whom the worker tells once a week how the desk is."""
    day = list(Weekday).index(settings.weekly_mail_day)
    return worker.Operator(
        settings.weekly_mail or "", day, Language(settings.weekly_mail_language), settings.desk_url
    )  # fmt: skip
