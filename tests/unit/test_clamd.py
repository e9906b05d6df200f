"""What the virus scanner's daemon says: ClamAV's own, and one that fails as we want it to."""

from collections.abc import Iterator

import pytest

from provisioner.local.ports import free_ports
from provisioner.outside.clamd import Clamd
from provisioner.outside.parts import VIRUSES
from provisioner.outside.ports import PermanentError, TransientError
from provisioner.settings import Settings
from tests.clamd_server import LARGEST, VIRUS, real_clamd
from tests.fake_clamd import clamd
from tests.scanned import EICAR


def at(port: int, *, open_transaction: bool = False) -> Clamd:
    settings = Settings(clamd_host="127.0.0.1", clamd_port=port, clamd_timeout_seconds=10)
    return Clamd(settings, lambda: open_transaction)


@pytest.fixture(scope="module")
def daemon(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """The port of ClamAV's own, which knows one virus."""
    with real_clamd(tmp_path_factory.mktemp("clamd")) as port:
        yield port


def test_a_virus_is_told_by_its_name_and_nothing_is_found_in_what_has_none(daemon: int) -> None:
    assert at(daemon).look(b"%PDF" + bytes(200_000)) == ""
    assert at(daemon).look(b"%PDF" + bytes(200_000) + EICAR) == VIRUS


def test_a_silent_daemon_and_one_that_answers_nonsense_are_an_outage() -> None:
    (free,) = free_ports(1)
    with pytest.raises(TransientError) as silent:
        at(free).look(b"x")
    assert (silent.value.problem, silent.value.component) == ("viruses_unreachable", VIRUSES)
    with clamd(answer=b"UNKNOWN COMMAND\0") as port, pytest.raises(TransientError, match="viruses_answer"):
        at(port).look(b"x")


def test_what_the_daemon_fails_at_concerns_that_file_and_is_no_outage() -> None:
    with clamd(answer=b"stream: Can't allocate memory ERROR\0") as port, pytest.raises(TransientError) as failed:
        at(port).look(b"x")
    assert (failed.value.problem, failed.value.component) == ("viruses_error", "")


def test_a_file_that_is_too_large_for_the_daemon_is_one_it_cannot_say_anything_of(daemon: int) -> None:
    with pytest.raises(PermanentError, match="viruses_size_limit"):
        at(daemon).look(bytes(LARGEST + 1))


def test_no_transaction_is_open_meanwhile() -> None:
    with pytest.raises(AssertionError, match="P9"):
        at(1, open_transaction=True).look(b"x")
