"""A later version: today's program with one more step of the schema, which only adds, or is said to take something."""

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from provisioner.database.standing import pending
from provisioner.settings.shipped import PACKAGE

REVISION = "9000"
STEP = """
import sqlalchemy as sa
from alembic import op

revision, down_revision, branch_labels, depends_on = "{revision}", "{before}", None, None


def upgrade():
    op.add_column("paper_case", sa.Column("later", sa.String(16), nullable=True))
    op.add_column("account", sa.Column("later", sa.String(16), nullable=False, server_default="none"))
    op.create_index("ix_task_later", "task", ["kind", "subject_id"])
    op.create_table("later", sa.Column("id", sa.Integer(), nullable=False), sa.PrimaryKeyConstraint("id"))


def downgrade():
    op.drop_table("later")
    op.drop_index("ix_task_later", "task")
    op.drop_column("account", "later")
    op.drop_column("paper_case", "later")
"""
RUN = "import sys; sys.argv[0] = 'provisioner'; from provisioner.cli.main import main; main()"
DOWN = """
import sys
from alembic import command
from provisioner.database import Database
from provisioner.database.schema import configured
with configured(Database(sys.argv[1])) as config:
    command.downgrade(config, "-1")
"""


@dataclass(frozen=True)
class Program:
    """How one version of `provisioner` is started."""

    words: tuple[str, ...]
    environment: Mapping[str, str] = field(default_factory=dict)

    def run(self, environment: Mapping[str, str], *words: str) -> None:
        """An operator's command."""
        surroundings = {**environment, **self.environment}
        done = subprocess.run([*self.words, *words], env=surroundings, check=False, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr


TODAY = Program((str(Path(sys.executable).with_name("provisioner")),))


@dataclass(frozen=True)
class Later:
    """A folder with such a version."""

    folder: Path

    @property
    def program(self) -> Program:
        """Run with today's libraries; `-P`: the folder one stands in is today's version."""
        return Program((sys.executable, "-P", "-c", RUN), {"PYTHONPATH": str(self.folder)})

    def undo(self, url: str) -> None:
        """The schema without its step."""
        surroundings = os.environ | {"PYTHONPATH": str(self.folder)}
        subprocess.run([sys.executable, "-P", "-c", DOWN, url], env=surroundings, check=True)


def later(folder: Path, *, takes: bool = False) -> Later:
    """Make one."""
    compiled = shutil.ignore_patterns("__pycache__")
    shutil.copytree(PACKAGE, folder / "provisioner", ignore=compiled)
    for shipped in ("realm-config", "keycloak-theme"):
        shutil.copytree(PACKAGE.parent / shipped, folder / shipped, ignore=compiled)
    migrations, (before, _does) = folder / "provisioner" / "migrations", pending("")[-1]
    step = STEP.format(revision=REVISION, before=before)
    (migrations / "versions" / f"{REVISION}_later.py").write_text(step, encoding="utf-8")
    if takes:
        noted = (migrations / "takes.py").read_text(encoding="utf-8")
        begins = "TAKES: Mapping[str, str] = {\n"
        assert begins in noted
        (migrations / "takes.py").write_text(noted.replace(begins, f'{begins}    "{REVISION}": "tried",\n'))
    return Later(folder)
