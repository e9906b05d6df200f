"""What somebody with all rights at the database does, and what finds it out."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from tests.insiders.story import Story
from tests.journal.insider import chained_anew

Statements = Callable[[Story], Sequence[str]]
APPROVED, CREATED, BLOCKED = "application:approved", "account:created", "account:blocked"
CORRECTED, NOTIFIED, ACTIVATED = "application:corrected", "account:notified", "account:activated"


class Finder(StrEnum):
    """Who finds it out."""

    VERIFY = "audit verify names the line"
    ANCHOR = "audit verify names it with an anchor from outside"
    COMPARISON = "the nightly comparison with Keycloak"
    ALARM = "an alarm on the desk"
    NOBODY = "nobody: docs/known-limits.md says so"


@dataclass(frozen=True)
class Script:
    """What is done in one transaction, past every trigger; `then` runs after it, from what the database then says.

    `found` is what the finder names, of journal lines by their events.
    """

    does: str
    finder: Finder
    found: frozenset[str]
    statements: Statements
    then: Statements = lambda story: ()


def _found(*names: str) -> frozenset[str]:
    return frozenset(names)


def edited(event: str, change: str) -> Statements:
    return lambda story: [f"UPDATE audit_entry SET {change} WHERE seq = {story.seq(event)}"]


def beside(event: str, change: str, field: str = "phone") -> Statements:
    return lambda story: [f"UPDATE audit_value SET {change} WHERE entry_seq = {story.seq(event)} AND field = '{field}'"]


def gone(seq: str) -> list[str]:
    """A line with what stands beside it."""
    return [f"DELETE FROM audit_value WHERE entry_seq {seq}", f"DELETE FROM audit_entry WHERE seq {seq}"]


def deleted_and_closed_up(story: Story) -> list[str]:
    """The rest moves up by one, each seal for itself because positions are unique."""
    seq, place = story.seq(BLOCKED), story.position(BLOCKED)
    up = [f"UPDATE audit_seal SET position = {n - 1} WHERE position = {n}" for n in range(place + 1, story.last + 1)]
    head = f"UPDATE audit_head SET position = {story.last - 1}"
    return [*gone(f"= {seq}"), f"DELETE FROM audit_seal WHERE position = {place}", *up, head]


def added(story: Story) -> list[str]:
    """A second approval, by somebody else."""
    return [
        "INSERT INTO audit_entry (seq, at, actor, event, object_type, object_id, details) SELECT 9000, at, "
        f"'staff:somebody', event, object_type, object_id, details FROM audit_entry WHERE seq = {story.seq(APPROVED)}"
    ]


def added_with_a_seal(story: Story) -> list[str]:
    seal = (
        "INSERT INTO audit_seal (position, entry_seq, commitments, previous, hash, mark) SELECT "
        f"{story.last + 1}, 9000, '[]', hash, hash, mark FROM audit_seal WHERE position = {story.last}"
    )
    return [*added(story), seal, f"UPDATE audit_head SET position = {story.last + 1}"]


def swapped(story: Story) -> list[str]:
    one, other = story.position(CREATED), story.position(NOTIFIED)
    moves = ((one, 9000), (other, one), (9000, other))
    return [f"UPDATE audit_seal SET position = {to} WHERE position = {of}" for of, to in moves]


def cut(story: Story, after: int) -> list[str]:
    """The end after a position, with everything that belongs to it."""
    lines = f"IN (SELECT entry_seq FROM audit_seal WHERE position > {after})"
    return [*gone(lines), f"DELETE FROM audit_seal WHERE position > {after}"]


def headed(after: int) -> str:
    """The head says that the journal ends there."""
    hash_there = f"(SELECT hash FROM audit_seal WHERE position = {after})"
    return f"UPDATE audit_head SET position = {after}, hash = {hash_there}"


def cut_with_care(story: Story) -> list[str]:
    after = story.position(BLOCKED) - 1
    return [*cut(story, after), headed(after)]


def of_account(change: str, which: str = "active") -> Statements:
    def statements(story: Story) -> list[str]:
        return [f"UPDATE account SET {change} WHERE id = '{story.key(getattr(story, which))}'"]

    return statements


def account_deleted(story: Story) -> list[str]:
    key = story.key(story.active)
    return [f"DELETE FROM task WHERE subject_id = '{key}'", f"DELETE FROM account WHERE id = '{key}'"]


def another_user(story: Story) -> list[str]:
    """Two customers' accounts change places."""
    one, other = story.active, story.unused
    pairs = ((one, "gone"), (other, story.user(one)), (one, story.user(other)))
    return [f"UPDATE account SET keycloak_id = '{user}' WHERE id = '{story.key(to)}'" for to, user in pairs]


def decided_by_another(story: Story) -> list[str]:
    """The journal goes on naming the one who did."""
    other = "(SELECT id FROM staff_member WHERE name = 'Anna Nowak')"
    return [f"UPDATE paper_case SET decided_by = {other}, one_person_reason = 'x' WHERE decided_by IS NOT NULL"]


SCRIPTS = (
    Script("another approver in an approval", Finder.VERIFY, _found(f"edited {APPROVED}"),
           edited(APPROVED, "actor = 'staff:somebody'")),
    Script("an approval on another day", Finder.VERIFY, _found(f"edited {APPROVED}"),
           edited(APPROVED, "at = '2026-11-20 09:00:00.000000'")),
    Script("a refusal in place of an approval", Finder.VERIFY, _found(f"edited {APPROVED}"),
           edited(APPROVED, "event = 'application:refused'")),
    Script("a block that was never carried out", Finder.VERIFY, _found(f"edited {BLOCKED}"),
           edited(BLOCKED, "details = '{\"before\":\"blocking\",\"after\":\"activated\"}'")),
    Script("a block of somebody else", Finder.VERIFY, _found(f"edited {BLOCKED}"),
           edited(BLOCKED, "object_id = 'another account'")),
    Script("a line taken out", Finder.VERIFY, _found(f"deleted {BLOCKED}"),
           lambda story: gone(f"= {story.seq(BLOCKED)}")),
    Script("a line taken out, the rest closed up", Finder.VERIFY, _found(f"deleted {BLOCKED}"), deleted_and_closed_up),
    Script("a line put in", Finder.VERIFY, _found("inserted"), added),
    Script("a line put in with a seal and a chain that fits", Finder.VERIFY, _found("forged"), added_with_a_seal,
           lambda story: chained_anew(story.database, story.last + 1)),
    Script("two lines in the other order", Finder.VERIFY, _found(f"reordered {CREATED}", f"reordered {NOTIFIED}"),
           swapped),
    Script("a line edited and the chain made anew by our own source", Finder.VERIFY, _found(f"forged {APPROVED}"),
           edited(APPROVED, "actor = 'staff:somebody'"),
           lambda story: chained_anew(story.database, story.position(APPROVED))),
    Script("every seal taken off", Finder.VERIFY, _found("forged application:recorded"),
           lambda story: ["UPDATE audit_seal SET mark = ''", "UPDATE audit_head SET key_id = ''"]),
    Script("the end cut off", Finder.VERIFY, _found(f"cut {ACTIVATED}"),
           lambda story: cut(story, max(n for n in story.events if story.events[n] == ACTIVATED))),
    Script("the end cut off with care", Finder.ANCHOR, _found("cut account:block-asked"), cut_with_care),
    Script("the whole journal emptied", Finder.ANCHOR, _found("cut"),
           lambda story: [*cut(story, 0), f"UPDATE audit_head SET position = 0, hash = '{'0' * 64}', key_id = ''"]),
    Script("another telephone number in what a paper said before", Finder.VERIFY, _found(f"value {CORRECTED}"),
           beside(CORRECTED, "before = '600 000 000'")),
    Script("old and new address changed about", Finder.VERIFY, _found(f"value {CORRECTED}"),
           beside(CORRECTED, "before = after, after = before", "email")),
    Script("what was said of one line put beside another", Finder.VERIFY, _found("value application:recorded"),
           lambda story: [f"UPDATE audit_value SET entry_seq = {story.seq('application:recorded')} "
                          f"WHERE entry_seq = {story.seq(CORRECTED)} AND field = 'phone'"]),
    Script("the own mailbox in an account, for the next password", Finder.COMPARISON, _found("email_differs"),
           of_account("email = 'me@example.net', email_key = 'me@example.net'")),
    Script("another name in an account", Finder.COMPARISON, _found("name_differs"),
           of_account("last_name = 'Inny'")),
    Script("another customer number in an account", Finder.COMPARISON, _found("number_differs"),
           of_account("customer_number = '900900'")),
    Script("a block that is not told any more", Finder.COMPARISON, _found("disabled"),
           of_account("status = 'activated'", "blocked")),
    Script("a block that nobody asked for", Finder.COMPARISON, _found("enabled"), of_account("status = 'blocked'")),
    Script("an account closed that its customer uses", Finder.COMPARISON, _found("came_back"),
           of_account("status = 'closed'")),
    Script("an account made away with", Finder.COMPARISON, _found("unknown_case"), account_deleted),
    Script("two accounts with each other's users", Finder.COMPARISON, _found("marker_differs"), another_user),
    Script("the place of reading events moved ahead", Finder.ALARM, _found("events_gone"),
           lambda story: ["UPDATE event_place SET until = '2099-01-01 00:00:00.000000'"]),
)  # fmt: skip
UNSEEN = (
    Script("an account said to be changing for ever", Finder.NOBODY, _found(), of_account("status = 'changing'")),
    Script("another deciding clerk in the case itself", Finder.NOBODY, _found(), decided_by_another),
    Script("an urgent task made away with", Finder.NOBODY, _found(),
           lambda story: ["UPDATE task SET done_at = not_before WHERE done_at IS NULL AND kind = 'watch'"]),
    Script("the place of reading events moved ahead with care", Finder.NOBODY, _found(),
           lambda story: ["UPDATE event_place SET until = '2099-01-01 00:00:00.000000', recent = '[]'"]),
)  # fmt: skip
"""What is found out by none of these: the journal tells another story, but nobody compares it with the tables."""
