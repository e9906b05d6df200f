"""One time limit for a mail and one for an answer of Keycloak, whatever the other side does with the time."""

import socket
from time import monotonic

import pytest

from provisioner.outside.deadline import Deadline
from provisioner.outside.keycloak.directory import KeycloakDirectory
from provisioner.outside.password import TemporaryPassword
from provisioner.outside.ports import Mail, TransientError
from provisioner.outside.smtp.mailer import SmtpMailer
from provisioner.settings import Settings, load
from tests.dripping import CUT_SHORT, Dripping, dripping
from tests.sink import running_sink

pytestmark = pytest.mark.patient

MAIL = Mail("jozef@example.com", "Konto", "text", "<p>text</p>", "pl")
GREETING = b"220-" + b"wait " * 100 + b"\r\n220 ready\r\n"
LONG = b'{"access_token": "t", "expires_in": 300, "padding": "' + b"x" * 400 + b'"}'
HEADERS = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n" % len(LONG)


def mailer(port: int, **changed: object) -> SmtpMailer:
    told = {"smtp_host": "127.0.0.1", "smtp_port": port, "smtp_security": "none", "smtp_timeout_seconds": 1, **changed}
    return SmtpMailer(Settings(**told), "iBOK")


@pytest.mark.parametrize("answer, security", [(GREETING, "none"), (b"", "none"), (b"", "tls")])
def test_a_mail_server_that_drips_its_greeting_gets_no_more_than_the_limit(answer: bytes, security: str) -> None:
    with dripping(answer) as server:
        began = monotonic()
        with pytest.raises(TransientError) as late:
            mailer(server.port, smtp_security=security).send(MAIL)
    assert monotonic() - began < CUT_SHORT
    assert (late.value.problem, late.value.component) == ("mail_unreachable", "mail")


def test_a_kept_connection_that_turns_out_dead_leaves_time_for_a_new_one() -> None:
    with running_sink() as sink, dripping(b"") as dead:
        kept = mailer(sink.port, smtp_timeout_seconds=4)
        kept.send(MAIL)
        assert kept._open is not None
        kept._open.close()
        kept._open.sock = socket.create_connection(("127.0.0.1", dead.port))
        kept._open.file = None
        kept.send(MAIL)
        kept.close()
    assert len(sink.received) == 2


def directory(server: Dripping) -> KeycloakDirectory:
    return KeycloakDirectory(
        load(
            {
                "PROVISIONER_PROVISIONER_CLIENT_SECRET": "p" * 40,
                "PROVISIONER_KEYCLOAK_INTERNAL_URL": f"http://127.0.0.1:{server.port}",
                "PROVISIONER_KEYCLOAK_TIMEOUT_SECONDS": "1",
            }
        )
    )


@pytest.mark.parametrize(
    "answer", [HEADERS + b"X: " + b"x" * 400, HEADERS + b"\r\n" + LONG, b""], ids=["head", "body", "silence"]
)
def test_an_answer_of_keycloak_that_trickles_in_ends_with_the_limit(answer: bytes) -> None:
    with dripping(answer) as server:
        began = monotonic()
        with pytest.raises(TransientError) as late:
            directory(server).find("104233")
    assert monotonic() - began < CUT_SHORT
    assert (late.value.problem, late.value.component) == ("keycloak_unreachable", "keycloak")


def test_after_the_limit_nothing_more_is_asked_of_keycloak() -> None:
    """A process stopped while it waited for its token must not send a password when it wakes up."""
    clock = [0.0]
    deadline = Deadline(10, lambda: clock[0])
    assert deadline.left() == 10
    clock[0] = 10.0
    with pytest.raises(TimeoutError):
        deadline.left()
    with dripping(HEADERS + b"\r\n" + LONG) as server:
        with pytest.raises(TransientError):
            directory(server).set_password("u-1", TemporaryPassword("abcd2345efgh6789"))
        assert b"reset-password" not in server.asked
