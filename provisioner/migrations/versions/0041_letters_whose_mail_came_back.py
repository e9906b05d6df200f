"""A letter whose mail came back is noted as returned by the report itself."""

from alembic import op

from provisioner.migrations.steps import allow, rebuilt

revision = "0041"
down_revision = "0040"
branch_labels = None
depends_on = None

NAME = "returned_for_a_reason"
WHOLE = "(returned_on IS NULL) = (returned_reason IS NULL)"
BY_SOMEBODY = f"{WHOLE} AND (returned_on IS NULL) = (noted_by IS NULL)"
BY_A_REPORT = (
    f"{WHOLE} AND (returned_on IS NULL) = (noted_at IS NULL) "
    "AND (returned_on IS NULL OR noted_by IS NOT NULL OR returned_reason = 'undelivered')"
)


def upgrade() -> None:
    allow("sent_letter", "returned_reason", ("undelivered",))
    _for_a_reason(BY_A_REPORT)


def downgrade() -> None:
    # What came back is known by people alone again: such a return is as if it had not been noted.
    op.execute(
        "UPDATE sent_letter SET returned_on = NULL, returned_reason = NULL, noted_at = NULL, noted_by = NULL, "
        "settled_at = NULL, settled_by = NULL, outcome = '' WHERE returned_reason = 'undelivered'"
    )
    _for_a_reason(BY_SOMEBODY)
    allow("sent_letter", "returned_reason", forbid=("undelivered",))


def _for_a_reason(check: str) -> None:
    with rebuilt("sent_letter") as batch:
        batch.drop_constraint(op.f(f"ck_sent_letter_{NAME}"), type_="check")
        batch.create_check_constraint(NAME, check)
