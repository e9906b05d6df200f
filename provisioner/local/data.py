"""The database of the local stack: newest schema, the shipped edition of the paper form."""

from provisioner import forms
from provisioner.database import Database
from provisioner.database.schema import migrate
from provisioner.settings import Settings
from provisioner.settings.shipped import folder

EDITION = "form-edition.yaml"


def prepare_database(settings: Settings) -> None:
    """Make or upgrade the database; safe to repeat."""
    database = Database(settings.database)
    try:
        migrate(database)
        with database.transaction() as session:
            forms.load(session, forms.read_edition(folder("realm-config") / EDITION))
    finally:
        database.close()
