"""The paper case apart from what it asks for, accounts with their own data, an outbox for any work, open events."""

from typing import Any

import sqlalchemy as sa
from alembic import op

from provisioner.migrations.steps import Promise, rebuilt

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

OPEN = sa.text("done_at IS NULL")
OPEN_IN_LANE = sa.text("done_at IS NULL AND lane <> ''")

OF_THE_CASE = (
    "number", "form_key", "status", "revision", "channel", "document_date", "received_on", "clock_from", "due_first",
    "due_last", "completed_on", "copy_handed_at", "copy_handed_by", "original_location", "note", "customer_number",
    "name_key", "recorded_at", "recorded_by", "missing", "decided_at", "decided_by", "decision_reason",
    "one_person_reason",
)  # fmt: skip
"""Columns that move from the application to the paper case."""
OF_THE_ACCOUNT = (
    "customer_number", "first_name", "last_name", "company_name", "name_key", "email", "language",
)  # fmt: skip
"""Columns that an account keeps for itself from now on."""
DISPLAY_NAME = "CASE WHEN company_name <> '' THEN company_name ELSE trim(first_name || ' ' || last_name) END"

APPROVED_FOR_ACCOUNT = "NEW.status = 'approved' AND NEW.purpose = 'account'"
UNSIGNED = "NOT EXISTS (SELECT 1 FROM application a WHERE a.id = NEW.id AND a.regulamin_signed)"
UNACCEPTED = """
    NOT EXISTS (SELECT 1 FROM application p JOIN clause c ON c.edition_id = p.edition_id WHERE p.id = NEW.id)
    OR EXISTS (
        SELECT 1 FROM application p JOIN clause c ON c.edition_id = p.edition_id
        LEFT JOIN clause_answer a ON a.clause_id = c.id AND a.application_id = p.id
        WHERE p.id = NEW.id AND c.required AND (a.answer IS NULL OR a.answer <> 'accepted'))
"""
DECIDED_BY_EDITOR = """
    NEW.status IN ('approved', 'refused') AND NEW.one_person_reason = '' AND EXISTS (
        SELECT 1 FROM case_editor e WHERE e.case_id = NEW.id AND e.staff_id = NEW.decided_by)
"""
DECIDED_MOVES = "OLD.status IN ('approved', 'refused', 'withdrawn') AND NEW.status <> OLD.status"
OF_APPROVED = "EXISTS (SELECT 1 FROM paper_case p WHERE p.id = OLD.{0} AND p.status = 'approved')"
SIGNATURE_CHANGES = "(NEW.regulamin_signed <> OLD.regulamin_signed OR NEW.edition_id <> OLD.edition_id) AND "
ACCOUNT_OF_UNAPPROVED = """
    NOT EXISTS (SELECT 1 FROM paper_case p WHERE p.id = NEW.case_id AND p.purpose = 'account' AND p.status = 'approved')
"""
BOTH, CHANGE, REMOVAL = ("INSERT", "UPDATE"), ("UPDATE",), ("UPDATE", "DELETE")
PROMISES = (
    Promise(
        "regulamin_signed", "paper_case", BOTH, f"{APPROVED_FOR_ACCOUNT} AND {UNSIGNED}",
        "regulamin_signed: the Regulamin is not signed",
    ),
    Promise(
        "clauses_accepted", "paper_case", BOTH, f"{APPROVED_FOR_ACCOUNT} AND ({UNACCEPTED})", "a clause is not accepted"
    ),
    Promise("decided_by_others", "paper_case", BOTH, DECIDED_BY_EDITOR, "nobody decides an own entry"),
    Promise("decision_final", "paper_case", CHANGE, DECIDED_MOVES, "a decided application keeps its decision"),
    Promise("purpose_fixed", "paper_case", CHANGE, "NEW.purpose <> OLD.purpose", "a case keeps what it asks for"),
    Promise(
        "signature_frozen", "application", CHANGE, SIGNATURE_CHANGES + OF_APPROVED.format("id"),
        "an approval fixes the signature",
    ),
    Promise(
        "answer_frozen", "clause_answer", REMOVAL, OF_APPROVED.format("application_id"), "an approval fixes its answers"
    ),
    Promise(
        "account_approved", "account", ("INSERT",), ACCOUNT_OF_UNAPPROVED, "an account needs an approved application"
    ),
)  # fmt: skip
FORMER = (
    Promise(
        "clauses_accepted", "application", BOTH,
        "NEW.status = 'approved' AND (NOT EXISTS (SELECT 1 FROM clause c WHERE c.edition_id = NEW.edition_id) OR EXISTS ("
        "SELECT 1 FROM clause c LEFT JOIN clause_answer a ON a.clause_id = c.id AND a.application_id = NEW.id "
        "WHERE c.edition_id = NEW.edition_id AND c.required AND (a.answer IS NULL OR a.answer <> 'accepted')))",
        "a clause is not accepted",
    ),
    Promise(
        "decided_by_others", "application", BOTH,
        "NEW.status IN ('approved', 'refused') AND NEW.one_person_reason = '' AND EXISTS ("
        "SELECT 1 FROM application_editor e WHERE e.application_id = NEW.id AND e.staff_id = NEW.decided_by)",
        "nobody decides an own entry",
    ),
    Promise("decision_final", "application", CHANGE, DECIDED_MOVES, "a decided application keeps its decision"),
    Promise(
        "answer_frozen", "clause_answer", REMOVAL,
        "EXISTS (SELECT 1 FROM application p WHERE p.id = OLD.application_id AND p.status = 'approved')",
        "an approval fixes its answers",
    ),
    Promise(
        "account_approved", "account", ("INSERT",),
        "NOT EXISTS (SELECT 1 FROM application p WHERE p.id = NEW.application_id AND p.status = 'approved')",
        "an account needs an approved application",
    ),
)  # fmt: skip
"""Those of 0001 that are made anew; the journal stays append only."""


def upgrade() -> None:
    for promise in FORMER:
        promise.drop()
    _cases()
    _editors()
    _logins()
    _accounts()
    _applications()
    _tasks()
    with rebuilt("audit_entry") as table:
        table.drop_constraint(op.f("ck_audit_entry_event"), type_="check")
    for promise in PROMISES:
        promise.create()


def _cases() -> None:
    op.create_table(
        "paper_case",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("purpose", sa.String(length=32), nullable=False),
        sa.Column("number", sa.String(length=16), nullable=False),
        sa.Column("form_key", sa.Uuid(), nullable=False),
        _choice("status", "recorded", "incomplete", "approved", "refused", "withdrawn"),
        sa.Column("revision", sa.Integer(), nullable=False),
        _choice("channel", "counter", "post", "email"),
        sa.Column("document_date", sa.Date(), nullable=True),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("clock_from", sa.Date(), nullable=False),
        sa.Column("due_first", sa.Date(), nullable=False),
        sa.Column("due_last", sa.Date(), nullable=False),
        sa.Column("completed_on", sa.Date(), nullable=True),
        sa.Column("copy_handed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("copy_handed_by", sa.Uuid(), nullable=True),
        sa.Column("original_location", sa.String(length=120), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("customer_number", sa.String(length=40), nullable=False),
        sa.Column("display_name", sa.String(length=255), nullable=False),
        sa.Column("name_key", sa.String(length=255), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.Uuid(), nullable=False),
        sa.Column("missing", sa.Text(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("decision_reason", sa.Text(), nullable=False),
        sa.Column("one_person_reason", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "status NOT IN ('approved', 'refused') OR decided_by <> recorded_by OR one_person_reason <> ''",
            name=op.f("ck_paper_case_four_eyes"),
        ),
        sa.CheckConstraint(
            "channel = 'counter' OR copy_handed_at IS NULL", name=op.f("ck_paper_case_copy_at_counter_only")
        ),
        sa.ForeignKeyConstraint(["copy_handed_by"], ["staff_member.id"], name=op.f("fk_paper_case_copy_handed_by")),
        sa.ForeignKeyConstraint(["decided_by"], ["staff_member.id"], name=op.f("fk_paper_case_decided_by")),
        sa.ForeignKeyConstraint(["recorded_by"], ["staff_member.id"], name=op.f("fk_paper_case_recorded_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paper_case")),
        sa.UniqueConstraint("form_key", name=op.f("uq_paper_case_form_key")),
        sa.UniqueConstraint("number", name=op.f("uq_paper_case_number")),
    )
    columns = ", ".join(OF_THE_CASE)
    op.execute(
        f"INSERT INTO paper_case (id, purpose, display_name, {columns}) "
        f"SELECT id, 'account', {DISPLAY_NAME}, {columns} FROM application"
    )
    op.create_index("ix_paper_case_queue", "paper_case", ["status", "due_last", "id"])
    op.create_index(op.f("ix_paper_case_customer_number"), "paper_case", ["customer_number"])
    op.create_index(op.f("ix_paper_case_name_key"), "paper_case", ["name_key"])


def _editors() -> None:
    op.create_table(
        "case_editor",
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("staff_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["paper_case.id"], name=op.f("fk_case_editor_case_id")),
        sa.ForeignKeyConstraint(["staff_id"], ["staff_member.id"], name=op.f("fk_case_editor_staff_id")),
        sa.PrimaryKeyConstraint("case_id", "staff_id", name=op.f("pk_case_editor")),
    )
    op.execute("INSERT INTO case_editor (case_id, staff_id) SELECT application_id, staff_id FROM application_editor")
    op.drop_table("application_editor")


def _logins() -> None:
    op.drop_index(op.f("ix_login_application_id"), table_name="login")
    with rebuilt("login") as table:
        table.drop_constraint(op.f("fk_login_application_id"), type_="foreignkey")
        table.alter_column("application_id", new_column_name="case_id", existing_type=sa.Uuid(), existing_nullable=True)
    with rebuilt("login") as table:
        table.create_foreign_key(
            op.f("fk_login_case_id"), "paper_case", ["case_id"], ["id"], deferrable=True, initially="DEFERRED"
        )
    op.create_index(op.f("ix_login_case_id"), "login", ["case_id"])


def _accounts() -> None:
    op.add_column("account", sa.Column("case_number", sa.String(length=16), nullable=True))
    op.execute(
        "UPDATE account SET case_number = (SELECT number FROM application p WHERE p.id = account.application_id)"
    )
    lengths = {"customer_number": 40, "first_name": 120, "last_name": 120, "company_name": 200, "name_key": 255}
    for name in OF_THE_ACCOUNT:
        length = lengths.get(name, 254 if name == "email" else 32)
        op.add_column("account", sa.Column(name, sa.String(length=length), nullable=True))
        op.execute(
            f"UPDATE account SET {name} = (SELECT {name} FROM application p WHERE p.id = account.application_id)"
        )
    with rebuilt("account") as table:
        for name in ("case_number", *OF_THE_ACCOUNT):
            table.alter_column(name, existing_type=sa.String(), nullable=False)
        table.create_check_constraint("language", "language IN ('pl', 'en')")
        table.drop_constraint(op.f("fk_account_application_id"), type_="foreignkey")
        table.drop_constraint(op.f("uq_account_application_id"), type_="unique")
        table.alter_column(
            "application_id", new_column_name="case_id", existing_type=sa.Uuid(), existing_nullable=False
        )
    with rebuilt("account") as table:
        table.create_unique_constraint(op.f("uq_account_case_id"), ["case_id"])
        table.create_foreign_key(op.f("fk_account_case_id"), "paper_case", ["case_id"], ["id"])


def _applications() -> None:
    for index in ("ix_application_queue", "ix_application_customer_number", "ix_application_name_key"):
        op.drop_index(index, table_name="application")
    with rebuilt("application") as table:
        for name in ("four_eyes", "regulamin_signed", "copy_at_counter_only", "status", "channel"):
            table.drop_constraint(op.f(f"ck_application_{name}"), type_="check")
        for name in ("number", "form_key"):
            table.drop_constraint(op.f(f"uq_application_{name}"), type_="unique")
        for name in ("copy_handed_by", "decided_by", "recorded_by"):
            table.drop_constraint(op.f(f"fk_application_{name}"), type_="foreignkey")
        for name in OF_THE_CASE:
            table.drop_column(name)
        table.create_check_constraint("login_reserved", "reserved_login <> ''")
        table.create_foreign_key(op.f("fk_application_id"), "paper_case", ["id"], ["id"])


def _tasks() -> None:
    op.rename_table("task", "former_task")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("ALTER TABLE former_task RENAME CONSTRAINT pk_task TO pk_former_task")
        op.execute("ALTER SEQUENCE task_id_seq RENAME TO former_task_id_seq")
    for index in ("uq_task_open", "ix_task_due", "ix_task_account_id"):
        op.drop_index(index, table_name="former_task")
    op.create_table(
        "task",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("subject_kind", sa.String(length=32), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("lane", sa.String(length=32), nullable=False),
        sa.Column("urgency", sa.SmallInteger(), nullable=False),
        sa.Column("awaited", sa.Boolean(), nullable=False),
        *_course_of_a_task(),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_task")),
    )
    # The ids go on from where they were: a claim of a former worker must not fit a new task.
    op.execute(
        f"INSERT INTO task (id, kind, subject_kind, subject_id, lane, urgency, awaited, {COURSE}) "
        "SELECT id, kind, 'account', account_id, CASE kind WHEN 'watch' THEN 'watch' ELSE 'user' END, "
        f"CASE kind WHEN 'watch' THEN 2 ELSE 1 END, kind <> 'watch', {COURSE} FROM former_task"
    )
    op.drop_table("former_task")
    _go_on_counting("task")
    op.create_index(
        "ix_task_due", "task", ["urgency", "not_before", "id"], sqlite_where=OPEN, postgresql_where=OPEN
    )  # fmt: skip
    op.create_index(
        "uq_task_lane", "task", ["subject_kind", "subject_id", "lane"], unique=True,
        sqlite_where=OPEN_IN_LANE, postgresql_where=OPEN_IN_LANE,
    )  # fmt: skip
    op.create_index("ix_task_subject", "task", ["subject_id"])
    op.create_index("ix_task_done", "task", ["done_at"])


COURSE = "not_before, attempt, failures, first_failed_at, problem, leased_until, worker, done_at"


def _course_of_a_task() -> tuple["sa.Column[object]", ...]:
    return (
        sa.Column("not_before", sa.DateTime(timezone=True), nullable=False),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("first_failed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("problem", sa.String(length=64), nullable=False),
        sa.Column("leased_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("worker", sa.String(length=80), nullable=True),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
    )


def _go_on_counting(table: str) -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute(f"SELECT setval('{table}_id_seq', (SELECT coalesce(max(id), 0) + 1 FROM {table}), false)")


def _choice(name: str, *values: str) -> "sa.Column[object]":
    kind = sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=32)
    return sa.Column(name, kind, nullable=False)


def downgrade() -> None:
    """Back to the first release; cases and work that it does not know must be gone before."""
    for promise in PROMISES:
        promise.drop()
    with rebuilt("audit_entry") as table:
        table.create_check_constraint("event", f"event IN ({', '.join(repr(event) for event in FORMER_EVENTS)})")
    _former_tasks()
    _former_applications()
    _former_accounts()
    _former_logins()
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
    op.execute("INSERT INTO application_editor (application_id, staff_id) SELECT case_id, staff_id FROM case_editor")
    op.drop_table("case_editor")
    op.drop_table("paper_case")
    for promise in FORMER:
        promise.create()


FORMER_EVENTS = (
    "application:recorded", "application:corrected", "application:login-changed", "application:completed",
    "application:returned", "application:approved", "application:refused", "application:withdrawn", "account:created",
    "account:login-changed", "account:notified", "account:activated", "account:expired", "account:vanished",
    "account:needs-attention", "account:retried", "account:reissued", "staff:signed-in", "staff:signed-out",
    "staff:own-entry-decision-refused", "calendar:closed-day-added", "calendar:closed-day-removed", "setting:changed",
)  # fmt: skip


def _former_tasks() -> None:
    op.execute("DELETE FROM task WHERE subject_kind <> 'account'")
    # What retired a password is done by the watch again, which stands beside it.
    op.execute("DELETE FROM task WHERE kind = 'retire'")
    # One open task an account: whatever changes its user goes before the watch.
    op.execute(
        "DELETE FROM task WHERE kind = 'watch' AND done_at IS NULL AND EXISTS (SELECT 1 FROM task o WHERE "
        "o.subject_id = task.subject_id AND o.done_at IS NULL AND o.kind <> 'watch')"
    )
    for index in ("ix_task_due", "uq_task_lane", "ix_task_subject", "ix_task_done"):
        op.drop_index(index, table_name="task")
    with rebuilt("task") as table:
        table.alter_column("subject_id", new_column_name="account_id", existing_type=sa.Uuid(), existing_nullable=False)
        for name in ("subject_kind", "lane", "urgency", "awaited"):
            table.drop_column(name)
        table.create_check_constraint("kind", "kind IN ('provision', 'notify', 'watch')")
    with rebuilt("task") as table:
        table.create_foreign_key(op.f("fk_task_account_id"), "account", ["account_id"], ["id"])
    op.create_index(op.f("ix_task_account_id"), "task", ["account_id"])
    op.create_index("ix_task_due", "task", ["not_before", "id"], sqlite_where=OPEN, postgresql_where=OPEN)
    op.create_index("uq_task_open", "task", ["account_id"], unique=True, sqlite_where=OPEN, postgresql_where=OPEN)


def _former_applications() -> None:
    with rebuilt("application") as table:
        table.drop_constraint(op.f("ck_application_login_reserved"), type_="check")
        table.drop_constraint(op.f("fk_application_id"), type_="foreignkey")
        for name, kind in FORMER_COLUMNS.items():
            table.add_column(sa.Column(name, kind, nullable=True))
    for name in FORMER_COLUMNS:
        op.execute(f"UPDATE application SET {name} = (SELECT {name} FROM paper_case p WHERE p.id = application.id)")
    with rebuilt("application") as table:
        for name, kind in FORMER_COLUMNS.items():
            if name not in MAY_BE_EMPTY:
                table.alter_column(name, existing_type=kind, nullable=False)
        table.create_check_constraint(
            "status", "status IN ('recorded', 'incomplete', 'approved', 'refused', 'withdrawn')"
        )
        table.create_check_constraint("channel", "channel IN ('counter', 'post', 'email')")
        table.create_check_constraint("regulamin_signed", "status <> 'approved' OR regulamin_signed")
        table.create_check_constraint("copy_at_counter_only", "channel = 'counter' OR copy_handed_at IS NULL")
        table.create_check_constraint(
            "four_eyes",
            "status NOT IN ('approved', 'refused') OR decided_by <> recorded_by OR one_person_reason <> ''",
        )
        for name in ("number", "form_key"):
            table.create_unique_constraint(op.f(f"uq_application_{name}"), [name])
        for name in ("copy_handed_by", "decided_by", "recorded_by"):
            table.create_foreign_key(op.f(f"fk_application_{name}"), "staff_member", [name], ["id"])
    op.create_index("ix_application_queue", "application", ["status", "due_last", "id"])
    op.create_index(op.f("ix_application_customer_number"), "application", ["customer_number"])
    op.create_index(op.f("ix_application_name_key"), "application", ["name_key"])


MAY_BE_EMPTY = ("document_date", "completed_on", "copy_handed_at", "copy_handed_by", "decided_at", "decided_by")
DAYS = ("document_date", "received_on", "clock_from", "due_first", "due_last", "completed_on")
IDS = ("form_key", "copy_handed_by", "recorded_by", "decided_by")
MOMENTS = ("copy_handed_at", "recorded_at", "decided_at")
LENGTHS = {"number": 16, "status": 32, "channel": 32, "original_location": 120, "customer_number": 40, "name_key": 255}


def _former_kind(name: str) -> Any:
    if name in DAYS:
        return sa.Date()
    if name in IDS:
        return sa.Uuid()
    if name in MOMENTS:
        return sa.DateTime(timezone=True)
    if name == "revision":
        return sa.Integer()
    return sa.String(length=LENGTHS[name]) if name in LENGTHS else sa.Text()


FORMER_COLUMNS = {name: _former_kind(name) for name in OF_THE_CASE}


def _former_accounts() -> None:
    with rebuilt("account") as table:
        table.drop_constraint(op.f("uq_account_case_id"), type_="unique")
        table.drop_constraint(op.f("fk_account_case_id"), type_="foreignkey")
        table.drop_constraint(op.f("ck_account_language"), type_="check")
        for name in ("case_number", *OF_THE_ACCOUNT):
            table.drop_column(name)
        table.alter_column(
            "case_id", new_column_name="application_id", existing_type=sa.Uuid(), existing_nullable=False
        )
    with rebuilt("account") as table:
        table.create_unique_constraint(op.f("uq_account_application_id"), ["application_id"])
        table.create_foreign_key(op.f("fk_account_application_id"), "application", ["application_id"], ["id"])


def _former_logins() -> None:
    op.drop_index(op.f("ix_login_case_id"), table_name="login")
    with rebuilt("login") as table:
        table.drop_constraint(op.f("fk_login_case_id"), type_="foreignkey")
        table.alter_column("case_id", new_column_name="application_id", existing_type=sa.Uuid(), existing_nullable=True)
    with rebuilt("login") as table:
        table.create_foreign_key(op.f("fk_login_application_id"), "application", ["application_id"], ["id"])
    op.create_index(op.f("ix_login_application_id"), "login", ["application_id"])
