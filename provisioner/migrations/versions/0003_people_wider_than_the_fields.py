"""Names as long as Keycloak takes them, one name only, foreign tax numbers, addresses abroad; names folded further."""

import sqlalchemy as sa
from alembic import op

from provisioner.migrations.steps import rebuilt

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

WIDTHS = {
    "paper_case": {"display_name": (255, 520), "name_key": (255, 600)},
    "application": {
        "attorney_name": (200, 255), "first_name": (120, 255), "last_name": (120, 255), "company_name": (200, 255),
        "nip": (10, 16), "postcode": (6, 12),
    },
    "account": {
        "first_name": (120, 255), "last_name": (120, 255), "company_name": (200, 255), "name_key": (255, 600),
    },
}  # fmt: skip
"""Columns with their length before and after."""
FOLDED = {
    "đ": "d", "ð": "d", "ø": "o", "ħ": "h", "ŧ": "t", "ı": "i", "ŋ": "n", "æ": "ae", "œ": "oe", "þ": "th",
}  # fmt: skip
"""Letters that were left in the folded names so far."""
NAMED = {
    "company_named": (
        "customer_kind <> 'company' OR (company_name <> '' AND nip <> '')",
        "customer_kind <> 'company' OR company_name <> ''",
    ),
    "person_named": (
        "customer_kind <> 'person' OR last_name <> ''",
        "customer_kind <> 'person' OR first_name <> '' OR last_name <> ''",
    ),
}
"""Conditions before and after."""


def upgrade() -> None:
    for table in WIDTHS:
        _rebuild(table, after=True)
    for table in ("paper_case", "account"):
        _fold_further(table)
    # A line's end counts once now; a correction must not call an old note changed for it.
    op.get_bind().execute(
        sa.text("UPDATE paper_case SET note = replace(note, :two, :one) WHERE note LIKE '%' || :two || '%'"),
        {"two": "\r\n", "one": "\n"},
    )


def downgrade() -> None:
    """Back to narrow columns; names, tax numbers and postcodes that do not fit must be gone before."""
    for table in reversed(WIDTHS):
        _rebuild(table, after=False)


def _rebuild(name: str, *, after: bool) -> None:
    with rebuilt(name) as table:
        for column, lengths in WIDTHS[name].items():
            old, new = lengths if after else reversed(lengths)
            table.alter_column(
                column, existing_type=sa.String(length=old), type_=sa.String(length=new), existing_nullable=False
            )
        if name != "application":
            return
        for check, conditions in NAMED.items():
            table.drop_constraint(op.f(f"ck_application_{check}"), type_="check")
            table.create_check_constraint(check, conditions[after])
        if after:
            table.add_column(sa.Column("country", sa.String(length=60), nullable=False, server_default=""))
        else:
            table.drop_column("country")
    if after:
        with rebuilt(name) as table:
            table.alter_column("country", existing_type=sa.String(length=60), server_default=None)


def _fold_further(table: str) -> None:
    folded = "name_key"
    for letter, plain in FOLDED.items():
        folded = f"replace({folded}, '{letter}', '{plain}')"
    op.execute(f"UPDATE {table} SET name_key = substr({folded}, 1, 600) WHERE name_key <> {folded}")
