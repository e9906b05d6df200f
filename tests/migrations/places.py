"""Where each row of a former release is found today, column by column; a migration adds what it moves."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from tests.former.rows import Row, Rows


@dataclass(frozen=True)
class Place:
    """Rows of a former table in one or more of today's, found by the former key; `renamed` gives today's names."""

    tables: tuple[str, ...]
    key: tuple[str, ...] = ("id",)
    renamed: Mapping[str, str] = field(default_factory=dict)

    def today(self, column: str) -> str:
        """Today's name of a former column."""
        return self.renamed.get(column, column)


PLACES: dict[str, dict[str, Place]] = {
    "0001": {
        "account": Place(("account",), renamed={"application_id": "case_id"}),
        "application": Place(("paper_case", "application")),
        "application_editor": Place(("case_editor",), ("application_id", "staff_id"), {"application_id": "case_id"}),
        "audit_entry": Place(("audit_entry",), ("seq",)),
        "case_number": Place(("case_number",), ("year",)),
        "clause": Place(("clause",)),
        "clause_answer": Place(("clause_answer",), ("application_id", "clause_id")),
        "closed_day": Place(("closed_day",), ("day",)),
        "component_state": Place(("component_state",), ("name",)),
        "form_edition": Place(("form_edition",)),
        "login": Place(("login",), ("login",), {"application_id": "case_id"}),
        "office_setting": Place(("office_setting",), ("name",)),
        "staff_member": Place(("staff_member",)),
        "task": Place(("task",), renamed={"account_id": "subject_id"}),
    },
}


def counterparts(revision: str, table: str, former: Rows, today: Rows) -> Iterator[tuple[Row, Row]]:
    """Each former row with what stands in its places today, under the former names."""
    place = PLACES[revision][table]
    keys = [place.today(name) for name in place.key]
    for row in former[table]:
        wanted = [row[name] for name in place.key]
        found: Row = {}
        for name in place.tables:
            found |= next(other for other in today[name] if [other[key] for key in keys] == wanted)
        yield row, {name: found[place.today(name)] for name in row}
