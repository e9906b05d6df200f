"""Every line of the journal gets its place in a chain; what it says of values is bound to it by a salt beside them."""

import hashlib
import hmac
import json
import secrets
from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

from provisioner.migrations.steps import Promise, rebuilt

revision = "0011"
down_revision = "0013"
branch_labels = None
depends_on = None

UNALTERED = Promise("values_unaltered", "audit_value", ("UPDATE",), "1 = 1", "what a field said is never altered")
SEALED = Promise("seals_append_only", "audit_seal", ("UPDATE", "DELETE"), "1 = 1", "the journal is append only")
ONWARD = Promise(
    "head_goes_on", "audit_head", ("UPDATE",), "NEW.position < OLD.position", "the end of the journal only goes on"
)
PAGE = 5000

entry = sa.table(
    "audit_entry", sa.column("seq", sa.Integer), sa.column("at", sa.DateTime(timezone=True)), sa.column("actor"),
    sa.column("event"), sa.column("object_type"), sa.column("object_id"), sa.column("details", sa.JSON),
)  # fmt: skip
value = sa.table(
    "audit_value", sa.column("id", sa.Integer), sa.column("entry_seq", sa.Integer), sa.column("field"),
    sa.column("before"), sa.column("after"), sa.column("salt"),
)  # fmt: skip
head = sa.table("audit_head", sa.column("id"), sa.column("position"), sa.column("hash"), sa.column("key_id"))


def upgrade() -> None:
    UNALTERED.drop()
    with rebuilt("audit_value") as table:
        table.add_column(sa.Column("salt", sa.String(length=64), nullable=False, server_default=""))
    _draw_salts(op.get_bind())
    with rebuilt("audit_value") as table:
        table.alter_column("salt", server_default=None)
    UNALTERED.create()
    seal = op.create_table(
        "audit_seal",
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("entry_seq", sa.Integer(), nullable=False),
        sa.Column("commitments", sa.JSON(), nullable=False),
        sa.Column("previous", sa.String(length=64), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("mark", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["entry_seq"], ["audit_entry.seq"], name=op.f("fk_audit_seal_entry_seq")),
        sa.PrimaryKeyConstraint("position", name=op.f("pk_audit_seal")),
        sa.UniqueConstraint("entry_seq", name=op.f("uq_audit_seal_entry_seq")),
    )
    op.create_table(
        "audit_head",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("key_id", sa.String(length=16), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_head")),
    )
    position, last = _chain(op.get_bind(), seal)
    op.execute(sa.insert(head).values(id=1, position=position, hash=last, key_id=""))
    SEALED.create()
    ONWARD.create()


def downgrade() -> None:
    ONWARD.drop()
    SEALED.drop()
    op.drop_table("audit_head")
    op.drop_table("audit_seal")
    with rebuilt("audit_value") as table:
        table.drop_column("salt")


def _draw_salts(connection: sa.Connection) -> None:
    ids = connection.execute(sa.select(value.c.id)).scalars().all()
    drawn = sa.update(value).where(value.c.id == sa.bindparam("one")).values(salt=sa.bindparam("drawn"))
    if ids:
        connection.execute(drawn, [{"one": one, "drawn": secrets.token_hex(32)} for one in ids])


def _chain(connection: sa.Connection, seal: sa.Table) -> tuple[int, str]:
    """Chain the lines there are in their order, without a mark: the key is not known here."""
    position, last, seq = 0, "0" * 64, 0
    while rows := connection.execute(sa.select(entry).where(entry.c.seq > seq).order_by(entry.c.seq).limit(PAGE)).all():
        said = _said(connection, rows[0].seq, rows[-1].seq)
        seals = []
        for row in rows:
            commitments = said.get(row.seq, [])
            position, previous, last = position + 1, last, _hash(last, row, commitments)
            seals.append(
                {"position": position, "entry_seq": row.seq, "commitments": commitments, "previous": previous,
                 "hash": last, "mark": ""}
            )  # fmt: skip
        connection.execute(sa.insert(seal), seals)
        seq = rows[-1].seq
    return position, last


def _said(connection: sa.Connection, first: int, last: int) -> dict[int, list[list[str]]]:
    found: dict[int, list[list[str]]] = {}
    for row in connection.execute(sa.select(value).where(value.c.entry_seq.between(first, last)).order_by(value.c.id)):
        told = hmac.digest(bytes.fromhex(row.salt), _canonical([row.field, row.before, row.after]), "sha256").hex()
        found.setdefault(row.entry_seq, []).append([row.field, told])
    return found


def _hash(
    previous: str, row: "sa.Row[tuple[int, datetime, str, str, str, str, dict[str, object]]]", said: object
) -> str:
    # SQLite forgets the zone; what was stored is UTC.
    at = row.at.replace(tzinfo=UTC) if row.at.tzinfo is None else row.at.astimezone(UTC)
    content = {
        "actor": row.actor, "at": at.isoformat(timespec="microseconds"), "details": row.details, "event": row.event,
        "object_id": row.object_id, "object_type": row.object_type, "seq": row.seq, "values": said,
    }  # fmt: skip
    digest = hashlib.sha256(_canonical(content)).digest()
    return hashlib.sha256(bytes.fromhex(previous) + digest).hexdigest()


def _canonical(content: object) -> bytes:
    return json.dumps(content, sort_keys=True, separators=(",", ":"), allow_nan=False).encode("ascii")
