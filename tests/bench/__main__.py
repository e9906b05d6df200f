"""Runs every measurement on one real Keycloak and prints one table."""

import statistics
import tempfile
from collections.abc import Callable
from pathlib import Path

from rich.console import Console
from rich.table import Table

from tests.bench.claims import claims_per_second
from tests.bench.letters import letters_table
from tests.bench.pipeline import Bench, approve_to_mail, bare_loop, opened_bench, pipeline
from tests.bench.sizes import DATABASES, WIDE, asked_sizes, sizes_table

ACCOUNTS, WARM_UP, THREADS, ROUNDS, SINGLE, TASKS, PROCESSES = 300, 300, 4, 3, 40, 4000, 4


def main() -> None:
    """Bare loop and pipeline in turn, so that a machine that slows down slows both."""
    table = Table("measured", "result", "aim", title=f"{ACCOUNTS} accounts a round, {THREADS} threads, {ROUNDS} rounds")
    with tempfile.TemporaryDirectory(prefix="bench-") as folder, opened_bench(Path(folder)) as bench:
        with bench.keycloak_apart():
            _pipeline_rows(table, bench, "Keycloak apart", "≥ 0.95")
        _pipeline_rows(table, bench, "same processors", "")
        waits = sorted(approve_to_mail(bench, SINGLE))
        table.add_row("approve → mail accepted, p50", f"{statistics.median(waits):.2f} s", "")
        table.add_row("approve → mail accepted, p95", f"{waits[int(len(waits) * 0.95)]:.2f} s", "≤ 5 s")
    for name in DATABASES:
        speed = claims_per_second(name, TASKS, PROCESSES)
        table.add_row(f"claims, {PROCESSES} processes, {name}", f"{speed:,.0f} /s", "≥ 1,000 /s")
    Console().print(table)
    Console().print(letters_table())
    for name in DATABASES:
        Console(width=WIDE).print(sizes_table(name, asked_sizes()))


def _pipeline_rows(table: Table, bench: Bench, where: str, aim: str) -> None:
    """On shared processors Keycloak lacks what the worker needs (docs/decisions/carrying-out.md)."""
    bare, whole = _in_turn(bench, bare_loop, pipeline)
    table.add_row(f"bare loop of the single POST, {where}", f"{statistics.median(bare):.1f} accounts/s", "")
    table.add_row(f"whole pipeline, {where}", f"{statistics.median(whole):.1f} accounts/s", "")
    ratios = [a / b for a, b in zip(whole, bare, strict=True)]
    spread = f"({min(ratios):.2f}–{max(ratios):.2f})"
    table.add_row(f"ratio pipeline / bare, {where}", f"{statistics.median(ratios):.2f} {spread}", aim)


def _in_turn(bench: Bench, *measures: Callable[[Bench, int, int], float]) -> list[list[float]]:
    for measure in measures:
        measure(bench, WARM_UP, THREADS)  # The server compiles its hot code while it runs; that slows the first rounds.
    rounds = [[measure(bench, ACCOUNTS, THREADS) for measure in measures] for _ in range(ROUNDS)]
    return [list(column) for column in zip(*rounds, strict=True)]


if __name__ == "__main__":
    main()
