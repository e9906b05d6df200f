"""The tables of the first release, with the promises that its database kept by itself."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

APPROVED_UNACCEPTED = """
    NEW.status = 'approved' AND (
        NOT EXISTS (SELECT 1 FROM clause c WHERE c.edition_id = NEW.edition_id)
        OR EXISTS (
            SELECT 1 FROM clause c LEFT JOIN clause_answer a ON a.clause_id = c.id AND a.application_id = NEW.id
            WHERE c.edition_id = NEW.edition_id AND c.required AND (a.answer IS NULL OR a.answer <> 'accepted')))
"""
ANSWER_OF_APPROVED = "EXISTS (SELECT 1 FROM application p WHERE p.id = OLD.application_id AND p.status = 'approved')"
ACCOUNT_OF_UNAPPROVED = (
    "NOT EXISTS (SELECT 1 FROM application p WHERE p.id = NEW.application_id AND p.status = 'approved')"
)
DECIDED_BY_EDITOR = """
    NEW.status IN ('approved', 'refused') AND NEW.one_person_reason = '' AND EXISTS (
        SELECT 1 FROM application_editor e WHERE e.application_id = NEW.id AND e.staff_id = NEW.decided_by)
"""
DECIDED_MOVES = "OLD.status IN ('approved', 'refused', 'withdrawn') AND NEW.status <> OLD.status"

RULES = (
    # name, table, moments, condition, message
    ("clauses_accepted", "application", ("INSERT", "UPDATE"), APPROVED_UNACCEPTED, "a clause is not accepted"),
    ("decided_by_others", "application", ("INSERT", "UPDATE"), DECIDED_BY_EDITOR, "nobody decides an own entry"),
    ("decision_final", "application", ("UPDATE",), DECIDED_MOVES, "a decided application keeps its decision"),
    (
        "answer_frozen",
        "clause_answer",
        ("UPDATE", "DELETE"),
        ANSWER_OF_APPROVED,
        "an approval fixes its answers",
    ),
    ("account_approved", "account", ("INSERT",), ACCOUNT_OF_UNAPPROVED, "an account needs an approved application"),
    ("journal_append_only", "audit_entry", ("UPDATE", "DELETE"), "1 = 1", "the journal is append only"),
)


def _statements(dialect: str) -> list[str]:
    """The statements that create all triggers on `sqlite` or `postgresql`."""
    made = []
    for name, table, moments, condition, message in RULES:
        if dialect == "postgresql":
            made += _postgresql(name, table, moments, condition, message)
        else:
            made += [
                f"CREATE TRIGGER {name}_{moment.lower()} BEFORE {moment} ON {table} WHEN {condition} "
                f"BEGIN SELECT RAISE(ABORT, '{message}'); END"
                for moment in moments
            ]
    return made


def _drops(dialect: str) -> list[str]:
    """The statements that remove them all."""
    if dialect == "postgresql":
        return [f"DROP FUNCTION {name}() CASCADE" for name, *_ in RULES]
    return [f"DROP TRIGGER {name}_{moment.lower()}" for name, _, moments, *_ in RULES for moment in moments]


def _postgresql(name: str, table: str, moments: tuple[str, ...], condition: str, message: str) -> list[str]:
    given = "OLD" if moments[-1] == "DELETE" else "NEW"
    return [
        f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF {condition} THEN "
        f"RAISE EXCEPTION '{message}' USING ERRCODE = 'check_violation', CONSTRAINT = '{name}'; END IF; "
        f"RETURN {given}; END $$",
        f"CREATE TRIGGER {name} BEFORE {' OR '.join(moments)} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()",
    ]


def upgrade() -> None:
    op.create_table(
        "audit_entry",
        sa.Column("seq", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.String(length=80), nullable=False),
        sa.Column(
            "event",
            sa.Enum(
                "application:recorded",
                "application:corrected",
                "application:login-changed",
                "application:completed",
                "application:returned",
                "application:approved",
                "application:refused",
                "application:withdrawn",
                "account:created",
                "account:login-changed",
                "account:notified",
                "account:activated",
                "account:expired",
                "account:vanished",
                "account:needs-attention",
                "account:retried",
                "account:reissued",
                "staff:signed-in",
                "staff:signed-out",
                "staff:own-entry-decision-refused",
                "calendar:closed-day-added",
                "calendar:closed-day-removed",
                "setting:changed",
                name="event",
                native_enum=False,
                create_constraint=True,
                length=64,
            ),
            nullable=False,
        ),
        sa.Column("object_type", sa.String(length=32), nullable=False),
        sa.Column("object_id", sa.String(length=64), nullable=False),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_audit_entry")),
    )
    with op.batch_alter_table("audit_entry", schema=None) as batch_op:
        batch_op.create_index("ix_audit_entry_object", ["object_type", "object_id", "seq"], unique=False)

    op.create_table(
        "case_number",
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("year", name=op.f("pk_case_number")),
    )
    op.create_table(
        "closed_day",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(length=120), nullable=False),
        sa.PrimaryKeyConstraint("day", name=op.f("pk_closed_day")),
    )
    op.create_table(
        "component_state",
        sa.Column("name", sa.String(length=32), nullable=False),
        sa.Column("problem", sa.String(length=64), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_component_state")),
    )
    op.create_table(
        "form_edition",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("regulamin_version", sa.String(length=80), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_form_edition")),
        sa.UniqueConstraint("code", name=op.f("uq_form_edition_code")),
    )
    op.create_table(
        "office_setting",
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("value", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_office_setting")),
    )
    op.create_table(
        "staff_member",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("issuer", sa.String(length=255), nullable=False),
        sa.Column("subject", sa.String(length=255), nullable=False),
        sa.Column("name", sa.String(length=255), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff_member")),
        sa.UniqueConstraint("issuer", "subject", name=op.f("uq_staff_member_issuer")),
    )
    op.create_table(
        "application",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.String(length=16), nullable=False),
        sa.Column("form_key", sa.Uuid(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "recorded",
                "incomplete",
                "approved",
                "refused",
                "withdrawn",
                name="status",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column(
            "channel",
            sa.Enum("counter", "post", "email", name="channel", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column("document_date", sa.Date(), nullable=True),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("clock_from", sa.Date(), nullable=False),
        sa.Column("due_first", sa.Date(), nullable=False),
        sa.Column("due_last", sa.Date(), nullable=False),
        sa.Column("original_location", sa.String(length=120), nullable=False),
        sa.Column("customer_number", sa.String(length=40), nullable=False),
        sa.Column(
            "customer_kind",
            sa.Enum("person", "company", name="customer_kind", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column(
            "filed_by",
            sa.Enum("self", "attorney", name="filed_by", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column("attorney_name", sa.String(length=200), nullable=False),
        sa.Column("first_name", sa.String(length=120), nullable=False),
        sa.Column("last_name", sa.String(length=120), nullable=False),
        sa.Column("company_name", sa.String(length=200), nullable=False),
        sa.Column("nip", sa.String(length=10), nullable=False),
        sa.Column("name_key", sa.String(length=255), nullable=False),
        sa.Column("street", sa.String(length=200), nullable=False),
        sa.Column("postcode", sa.String(length=6), nullable=False),
        sa.Column("town", sa.String(length=120), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("phone", sa.String(length=20), nullable=False),
        sa.Column(
            "language",
            sa.Enum("pl", "en", name="language", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("regulamin_signed", sa.Boolean(), nullable=False),
        sa.Column("copy_handed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("copy_handed_by", sa.Uuid(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("reserved_login", sa.String(length=64), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.Uuid(), nullable=False),
        sa.Column("completed_on", sa.Date(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("decision_reason", sa.Text(), nullable=False),
        sa.Column("missing", sa.Text(), nullable=False),
        sa.Column("one_person_reason", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "channel = 'counter' OR copy_handed_at IS NULL", name=op.f("ck_application_copy_at_counter_only")
        ),
        sa.CheckConstraint(
            "customer_kind <> 'company' OR (company_name <> '' AND nip <> '')",
            name=op.f("ck_application_company_named"),
        ),
        sa.CheckConstraint("customer_kind <> 'person' OR last_name <> ''", name=op.f("ck_application_person_named")),
        sa.CheckConstraint("status <> 'approved' OR regulamin_signed", name=op.f("ck_application_regulamin_signed")),
        sa.CheckConstraint(
            "status NOT IN ('approved', 'refused') OR decided_by <> recorded_by OR one_person_reason <> ''",
            name=op.f("ck_application_four_eyes"),
        ),
        sa.ForeignKeyConstraint(["copy_handed_by"], ["staff_member.id"], name=op.f("fk_application_copy_handed_by")),
        sa.ForeignKeyConstraint(["decided_by"], ["staff_member.id"], name=op.f("fk_application_decided_by")),
        sa.ForeignKeyConstraint(["edition_id"], ["form_edition.id"], name=op.f("fk_application_edition_id")),
        sa.ForeignKeyConstraint(["recorded_by"], ["staff_member.id"], name=op.f("fk_application_recorded_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_application")),
        sa.UniqueConstraint("form_key", name=op.f("uq_application_form_key")),
        sa.UniqueConstraint("number", name=op.f("uq_application_number")),
    )
    with op.batch_alter_table("application", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_application_customer_number"), ["customer_number"], unique=False)
        batch_op.create_index(batch_op.f("ix_application_name_key"), ["name_key"], unique=False)
        batch_op.create_index("ix_application_queue", ["status", "due_last", "id"], unique=False)

    op.create_table(
        "clause",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("term", "notice", "consent", name="kind", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column("required", sa.Boolean(), nullable=False),
        sa.Column("text_pl", sa.Text(), nullable=False),
        sa.Column("text_en", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["edition_id"], ["form_edition.id"], name=op.f("fk_clause_edition_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_clause")),
        sa.UniqueConstraint("edition_id", "number", name=op.f("uq_clause_edition_id")),
    )
    op.create_table(
        "staff_session",
        sa.Column("id_hash", sa.String(length=64), nullable=False),
        sa.Column("staff_id", sa.Uuid(), nullable=True),
        sa.Column("keycloak_session", sa.String(length=64), nullable=True),
        sa.Column("data", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["staff_id"], ["staff_member.id"], name=op.f("fk_staff_session_staff_id")),
        sa.PrimaryKeyConstraint("id_hash", name=op.f("pk_staff_session")),
    )
    with op.batch_alter_table("staff_session", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_staff_session_keycloak_session"), ["keycloak_session"], unique=False)
        batch_op.create_index(batch_op.f("ix_staff_session_last_seen_at"), ["last_seen_at"], unique=False)

    op.create_table(
        "application_editor",
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("staff_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"], ["application.id"], name=op.f("fk_application_editor_application_id")
        ),
        sa.ForeignKeyConstraint(["staff_id"], ["staff_member.id"], name=op.f("fk_application_editor_staff_id")),
        sa.PrimaryKeyConstraint("application_id", "staff_id", name=op.f("pk_application_editor")),
    )
    op.create_table(
        "clause_answer",
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("clause_id", sa.Integer(), nullable=False),
        sa.Column(
            "answer",
            sa.Enum(
                "accepted", "refused", "illegible", name="answer", native_enum=False, create_constraint=True, length=32
            ),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(["application_id"], ["application.id"], name=op.f("fk_clause_answer_application_id")),
        sa.ForeignKeyConstraint(["clause_id"], ["clause.id"], name=op.f("fk_clause_answer_clause_id")),
        sa.PrimaryKeyConstraint("application_id", "clause_id", name=op.f("pk_clause_answer")),
    )
    op.create_table(
        "login",
        sa.Column("login", sa.String(length=64), nullable=False),
        sa.Column("application_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(["application_id"], ["application.id"], name=op.f("fk_login_application_id")),
        sa.PrimaryKeyConstraint("login", name=op.f("pk_login")),
    )
    with op.batch_alter_table("login", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_login_application_id"), ["application_id"], unique=False)

    op.create_table(
        "account",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "approved",
                "created",
                "notified",
                "activated",
                "expired",
                "needs_attention",
                name="status",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("login", sa.String(length=64), nullable=False),
        sa.Column("keycloak_id", sa.String(length=64), nullable=True),
        sa.Column("generation", sa.Integer(), nullable=False),
        sa.Column("mails_sent", sa.Integer(), nullable=False),
        sa.Column(
            "attention",
            sa.Enum(
                "email_taken",
                "refused_by_keycloak",
                "user_missing",
                "mail_refused",
                "gave_up",
                "unexpected",
                name="attention",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column("attention_code", sa.String(length=80), nullable=False),
        sa.Column("approved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("notified_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("password_valid_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("activated_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["application_id"], ["application.id"], name=op.f("fk_account_application_id")),
        sa.ForeignKeyConstraint(["login"], ["login.login"], name=op.f("fk_account_login")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account")),
        sa.UniqueConstraint("application_id", name=op.f("uq_account_application_id")),
        sa.UniqueConstraint("keycloak_id", name=op.f("uq_account_keycloak_id")),
        sa.UniqueConstraint("login", name=op.f("uq_account_login")),
    )
    with op.batch_alter_table("account", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_account_status"), ["status"], unique=False)

    op.create_table(
        "task",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("provision", "notify", "watch", name="kind", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column("not_before", sa.DateTime(timezone=True), nullable=False),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("first_failed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("problem", sa.String(length=64), nullable=False),
        sa.Column("leased_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("worker", sa.String(length=80), nullable=True),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_task_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_task")),
    )
    with op.batch_alter_table("task", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_task_account_id"), ["account_id"], unique=False)
        batch_op.create_index(
            "ix_task_due",
            ["not_before", "id"],
            unique=False,
            sqlite_where=sa.text("done_at IS NULL"),
            postgresql_where=sa.text("done_at IS NULL"),
        )
        batch_op.create_index(
            "uq_task_open",
            ["account_id"],
            unique=True,
            sqlite_where=sa.text("done_at IS NULL"),
            postgresql_where=sa.text("done_at IS NULL"),
        )

    for statement in _statements(op.get_bind().dialect.name):
        op.execute(statement)


def downgrade() -> None:
    for statement in _drops(op.get_bind().dialect.name):
        op.execute(statement)
    with op.batch_alter_table("task", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_task_open", sqlite_where=sa.text("done_at IS NULL"), postgresql_where=sa.text("done_at IS NULL")
        )
        batch_op.drop_index(
            "ix_task_due", sqlite_where=sa.text("done_at IS NULL"), postgresql_where=sa.text("done_at IS NULL")
        )
        batch_op.drop_index(batch_op.f("ix_task_account_id"))

    op.drop_table("task")
    with op.batch_alter_table("account", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_account_status"))

    op.drop_table("account")
    with op.batch_alter_table("login", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_login_application_id"))

    op.drop_table("login")
    op.drop_table("clause_answer")
    op.drop_table("application_editor")
    with op.batch_alter_table("staff_session", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_staff_session_last_seen_at"))
        batch_op.drop_index(batch_op.f("ix_staff_session_keycloak_session"))

    op.drop_table("staff_session")
    op.drop_table("clause")
    with op.batch_alter_table("application", schema=None) as batch_op:
        batch_op.drop_index("ix_application_queue")
        batch_op.drop_index(batch_op.f("ix_application_name_key"))
        batch_op.drop_index(batch_op.f("ix_application_customer_number"))

    op.drop_table("application")
    op.drop_table("staff_member")
    op.drop_table("office_setting")
    op.drop_table("form_edition")
    op.drop_table("component_state")
    op.drop_table("closed_day")
    op.drop_table("case_number")
    with op.batch_alter_table("audit_entry", schema=None) as batch_op:
        batch_op.drop_index("ix_audit_entry_object")

    op.drop_table("audit_entry")
