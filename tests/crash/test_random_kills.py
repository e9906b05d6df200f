"""Row 40 of docs/faults.md: processes killed at random moments, one after another; failures name their random seed."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass

import pytest

from tests.crash.remote import Counted, killed
from tests.drill import Counted as Told
from tests.drill import count
from tests.worker.chances import BadLuck
from tests.worker.desk import WorkerDesk
from tests.worker.test_bad_luck import hurry, look_at

KILLS, A_LIFE = 500, 10
"""On each of the two databases."""
EVERY_DAY = 5
"""So many times fewer in `make test`: 200 over both."""
MOMENTS = 40
"""About as many as a worker passes that creates two accounts and mails their passwords."""


@dataclass
class Deadly(BadLuck):
    """Nothing but kills, of real processes; between them customers log in, people press buttons and time passes."""

    kills: int = 0

    def kill(self) -> None:
        assert isinstance(self.desk.database, Counted)
        self.kills += killed(self.desk.database, self.desk.directory, self.desk.mailer, self.draw.randint(1, MOMENTS))

    def strike(self) -> None:
        self.kill()
        self.draw.choice((self.customer_logs_in, self.people_press_buttons, self.nothing))()
        self.desk.later(self.draw.choice((0, 0, 0, 5)))

    def nothing(self) -> None:
        """Not even a worker that lives."""


@pytest.fixture
def database(database_url: str) -> Iterator[Counted]:
    with closing(Counted(database_url)) as opened:
        yield opened


@pytest.mark.filterwarnings("ignore:.*multi-threaded, use of fork:DeprecationWarning")
@pytest.mark.drill
def test_row_40_killed_at_any_moments_each_customer_has_one_working_account(database: Counted, counted: Told) -> None:
    hurry(database)
    wanted, kills, seed = count(KILLS, EVERY_DAY), 0, 0
    while kills < wanted:
        seed += 1
        try:
            kills += one_run(database, seed)
        except BaseException as error:
            error.add_note(f"seed {seed}: see it again with `one_run(database, {seed})`")
            raise
    counted(kills, "kills")


def one_run(database: Counted, seed: int) -> int:
    """Two or three customers and ten workers, of which hardly one lives; gives how many were killed."""
    luck = Deadly(WorkerDesk(database), seed)
    luck.approve()
    for _ in range(A_LIFE):
        luck.strike()
    luck.all_is_well_again()
    for account_id in luck.accounts:
        look_at(luck, luck.desk.account(account_id))
    for stranger in luck.strangers:
        assert luck.desk.directory.users[stranger.id].password == "theirs", "no stranger was touched"
    assert len(luck.desk.mailer.sent) <= len(luck.accounts) * (1 + A_LIFE)
    luck.put_away()
    return luck.kills
