"""Counts and long tests: a tenth in `make test`, everything in `make drill`, which ends with a report.

A test with counts is marked `drill` and asks `count`; one that is too long for every day is marked `drill_only`.
In the drill nothing may be skipped: what is missing on a machine is a failure that says so. One that measures the
machine itself is marked `alone`: the drill runs those first, one by one, and the others two at a time, each folder in
one worker, because its tests share packages, ports and servers.
"""

import os
from collections.abc import Callable
from typing import Any

import pytest

FULL = os.environ.get("DRILL") == "1"
SHARE = 10
COUNTED, LONG, LEFT = "counted", "drill_only", "left"
Counted = Callable[[int, str], None]


def count(full: int, share: int = SHARE) -> int:
    """The number itself in the drill, this share of it, by default a tenth, otherwise."""
    return full if FULL else max(1, full // share)


@pytest.fixture
def counted(record_property: Callable[[str, object], None]) -> Counted:
    """Note how many of what a test has tried, for the report."""
    return lambda number, what: record_property(COUNTED, f"{number:,} {what}")


class AtOnce:
    """Tells a failure when it happens: a drill takes hours, and whoever watches it need not wait for its end."""

    def __init__(self, reporter: pytest.TerminalReporter) -> None:
        self.reporter = reporter

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Each failure whole, before the line of dots goes on."""
        if report.failed:
            self.reporter.ensure_newline()
            self.reporter.write_line(f"{report.nodeid} ({report.when})\n{report.longreprtext}")


@pytest.hookimpl(trylast=True)
def pytest_configure(config: pytest.Config) -> None:
    """Only whoever prints tells at once, not each worker of pytest-xdist."""
    reporter = config.pluginmanager.get_plugin("terminalreporter")
    if FULL and reporter is not None and not hasattr(config, "workerinput"):
        config.pluginmanager.register(AtOnce(reporter))


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Long tests belong to the drill; elsewhere they are put aside and counted."""
    long = [item for item in items if item.get_closest_marker(LONG)]
    for item in long:
        item.add_marker(pytest.mark.drill)
    if FULL:
        for item in items:
            item.add_marker(pytest.mark.xdist_group(item.path.parent.name))
        return
    if not long:
        return
    items[:] = [item for item in items if item not in long]
    config.hook.pytest_deselected(items=long)
    _tell(config, LONG, len(long))


def pytest_deselected(items: list[pytest.Item]) -> None:
    """Count what another command runs."""
    if items:
        config = items[0].config
        _tell(config, LEFT, config.stash.get(_ASIDE[LEFT], 0) + len(items))


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any, error: object) -> None:
    """A worker of pytest-xdist tells how many it put aside; all put aside the same."""
    for what, key in _ASIDE.items():
        node.config.stash[key] = getattr(node, "workeroutput", {}).get(what, 0)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """The report of a drill, or one line about what only the drill runs."""
    if FULL:
        terminalreporter.section("drill")
        for line in _report(terminalreporter, config.stash.get(_ASIDE[LEFT], 0)):
            terminalreporter.write_line(line)
    elif number := config.stash.get(_ASIDE[LONG], 0):
        terminalreporter.write_line(f"{number} long tests run in `make drill` only.")


def pytest_sessionfinish(session: pytest.Session) -> None:
    """A drill that left something out has failed."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if FULL and reporter is not None and not session.exitstatus and _not_run(reporter):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


_ASIDE = {LONG: pytest.StashKey[int](), LEFT: pytest.StashKey[int]()}


def _tell(config: pytest.Config, what: str, number: int) -> None:
    config.stash[_ASIDE[what]] = number
    if hasattr(config, "workeroutput"):
        config.workeroutput[what] = number


def _report(reporter: pytest.TerminalReporter, others: int) -> list[str]:
    ran = [one for kind in ("passed", "failed", "error") for one in reporter.stats.get(kind, [])]
    told = {one.nodeid: one for one in ran if one.when == "call" or one.failed}
    width = max(map(len, told), default=0)
    lines = [f"{'test':<{width}} {'counted':>26} {'seconds':>8}  result"]
    for test, one in sorted(told.items()):
        what = ", ".join(str(value) for name, value in one.user_properties if name == COUNTED)
        lines.append(f"{test:<{width}} {what or '1 run':>26} {one.duration:>8.1f}  {one.outcome}")
    missing = "; ".join(_not_run(reporter)) or f"nothing of what was asked for ({others} other tests: other commands)"
    return [*lines, f"Not run: {missing}"]


def _not_run(reporter: pytest.TerminalReporter) -> list[str]:
    return [f"{one.nodeid}: {one.longrepr[2] if isinstance(one.longrepr, tuple) else one.longrepr}"
            for one in reporter.stats.get("skipped", [])]  # fmt: skip
