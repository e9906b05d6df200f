"""Keycloak's own mail leads to "it wasn't me", by a link that it holds; a mandate is proposed and confirmed."""

import sqlalchemy as sa
from alembic import op

from provisioner.migrations.steps import Promise, allow, rebuilt, settle

revision = "0037"
down_revision = "0036"
branch_labels = None
depends_on = None

KEPT = sa.text("kept_at IS NOT NULL")
KINDS = ("mandate", "longer_mandate")
MANDATES = ("attorney", "manager", "guardian", "curator", "heir")
WORD = "OR (word_received_on IS NOT NULL AND word_channel IS NOT NULL)"
ON_A_PAPER = (
    f"kind NOT IN {KINDS} OR (mandate_kind IS NOT NULL AND mandate_name <> '' AND mandate_proof <> '' "
    "AND email = former_email)"
)
FORMER_KEPT = (
    "OLD.status <> 'open' OR NEW.proposed_by <> OLD.proposed_by OR NEW.email <> OLD.email "
    "OR NEW.account_id <> OLD.account_id"
)
MANDATE_CHANGED = " OR ".join(f"NEW.{name} <> OLD.{name}" for name in ("kind", "mandate_name", "mandate_proof"))
EMPTY_CHANGED = " OR ".join(
    f"NEW.{name} <> OLD.{name} OR (NEW.{name} IS NULL) <> (OLD.{name} IS NULL)"
    for name in ("mandate_kind", "mandate_until")
)


def upgrade() -> None:
    op.add_column("not_me", sa.Column("kept_at", sa.DateTime(timezone=True), nullable=True))
    op.create_index("uq_not_me_kept", "not_me", ["account_id"], unique=True, sqlite_where=KEPT, postgresql_where=KEPT)
    _kept(FORMER_KEPT).drop()
    allow("correction", "kind", KINDS)
    with rebuilt("correction") as batch:
        batch.add_column(sa.Column("mandate_kind", sa.String(length=32), nullable=True))
        batch.add_column(sa.Column("mandate_name", sa.String(length=255), nullable=False, server_default=""))
        batch.add_column(sa.Column("mandate_proof", sa.Text(), nullable=False, server_default=""))
        batch.add_column(sa.Column("mandate_until", sa.Date(), nullable=True))
    with rebuilt("correction") as batch:
        for name in ("mandate_name", "mandate_proof"):
            batch.alter_column(name, server_default=None)
        batch.drop_constraint(op.f("ck_correction_customers_word"), type_="check")
        batch.create_check_constraint("customers_word", f"kind IN {('keyed_wrongly', *KINDS)} {WORD}")
        batch.create_check_constraint("mandate_kind", f"mandate_kind IN {MANDATES}")
        batch.create_check_constraint("mandate_on_a_paper", ON_A_PAPER)
    _kept(f"{FORMER_KEPT} OR {MANDATE_CHANGED} OR {EMPTY_CHANGED}").create()


def downgrade() -> None:
    _kept(FORMER_KEPT).drop()
    op.execute(f"DELETE FROM correction WHERE kind IN {KINDS}")
    settle()
    with rebuilt("correction") as batch:
        for name in ("mandate_on_a_paper", "mandate_kind", "customers_word"):
            batch.drop_constraint(op.f(f"ck_correction_{name}"), type_="check")
        batch.create_check_constraint("customers_word", f"kind = 'keyed_wrongly' {WORD}")
        for name in ("mandate_until", "mandate_proof", "mandate_name", "mandate_kind"):
            batch.drop_column(name)
    allow("correction", "kind", forbid=KINDS)
    _kept(FORMER_KEPT).create()
    op.execute("DELETE FROM task WHERE kind IN ('keep_link', 'keep_links')")
    op.drop_index("uq_not_me_kept", "not_me")
    op.drop_column("not_me", "kept_at")


def _kept(refused: str) -> Promise:
    """What a proposal keeps; until here as migration 0013 made it."""
    return Promise(
        "correction_kept", "correction", ("UPDATE",), refused, "a correction keeps what was proposed and decided"
    )
