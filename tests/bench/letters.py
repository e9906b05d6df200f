"""How long it takes to set a thousand letters as one file; `python -m tests.bench.letters` measures that alone."""

import statistics
import time
from itertools import cycle, islice

from rich.console import Console
from rich.table import Table

from provisioner.letters import Press
from tests.letters.samples import BRAND, every_letter

LETTERS, TIMES = 1_000, 5


def letters_table() -> Table:
    """The median of some times, with a letter of each kind in turn; the first warms the press up."""
    kinds = [letter for name, letter in every_letter() if not name.startswith("long")]
    some = list(islice(cycle(kinds), LETTERS))
    press, spent, size = Press(BRAND), [], 0
    press.letters(some[:50], "2026/000001 – 2026/000050")
    for number in range(TIMES):
        began = time.perf_counter()
        # Another title each time, so that nothing is remembered of the time before.
        size = len(press.letters(some, f"2026/000001 – 2026/00100{number}"))
        spent.append(time.perf_counter() - began)
    title = f"one file, median of {TIMES}, every kind of letter in both languages"
    table = Table("letters", "result", "aim", title=title)
    table.add_row(f"{LETTERS:,} letters, accessible PDF", f"{statistics.median(spent):.2f} s", "≤ 2 s")
    table.add_row("the first of them", f"{spent[0]:.2f} s, {size / 1_000_000:.1f} MB", "")
    return table


if __name__ == "__main__":
    Console().print(letters_table())
