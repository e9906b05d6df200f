"""The page about the life of an account says what the code's tables say, and tells every move."""

from provisioner.accounts.rules import ACCOUNT_MOVES
from provisioner.cases.status import CASE_MOVES
from tests.life.moves import ACCOUNTS, CASES
from tests.life_page import PAGE, page, untold


def test_the_life_of_an_account_is_what_the_code_says() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "run `python -m tests.life_page`"


def test_each_legal_move_is_told_with_who_makes_it_and_no_other() -> None:
    assert untold(ACCOUNT_MOVES, ACCOUNTS) == (set(), set()), "tell it in tests/life/moves.py"
    assert untold(CASE_MOVES, CASES) == (set(), set()), "tell it in tests/life/moves.py"
