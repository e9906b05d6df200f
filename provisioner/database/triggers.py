"""The promises the database keeps by itself, whoever writes to it: P7 and the append-only journal (P8)."""

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


def statements(dialect: str) -> list[str]:
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


def drops(dialect: str) -> list[str]:
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
