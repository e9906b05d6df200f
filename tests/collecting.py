"""Python's garbage collector walks over what stays to the end of a run, thousands of tests, only once."""

import gc

import pytest


def pytest_configure() -> None:
    """Nothing read while the tests are found is garbage."""
    gc.disable()


@pytest.hookimpl(trylast=True)
def pytest_collection_finish() -> None:
    """What was read stays; what a test leaves behind is collected again."""
    gc.freeze()
    gc.enable()
