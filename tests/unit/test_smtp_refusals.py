"""Whom a refusal of the mail server means: an outage of ours, this customer's address, or only later."""

import pytest

from provisioner.outside.ports import ConfigurationError, Mail, PermanentError, TransientError
from provisioner.outside.smtp.mailer import SmtpMailer
from provisioner.settings import Settings
from tests.scripted_smtp import HANG_UP, scripted

pytestmark = pytest.mark.sweep

MAIL = Mail("jozef@example.com", "Konto", "text", "<p>text</p>", "pl")
LOGIN = {"smtp_username": "desk", "smtp_password": "p" * 20}

OURS = [
    ("greeting", "554 5.7.1 your host is on a block list", "mail_host_refused"),
    ("greeting", "421 4.7.0 too many connections", "mail_busy"),
    ("EHLO", "421 4.3.2 shutting down", "mail_busy"),
    ("MAIL", "530 5.7.0 authentication required", "mail_login"),
    ("MAIL", "550 5.7.1 sender refused", "mail_sender_refused"),
    ("MAIL", "553 5.1.8 sender's domain unknown", "mail_sender_refused"),
    ("MAIL", "452 4.3.1 no room", "mail_busy"),
    ("MAIL", "451 4.7.1 come back later", "mail_busy"),
    ("RCPT", "554 5.7.1 <jozef@example.com>: Relay access denied", "mail_relay_denied"),
    ("RCPT", "550 5.7.1 client host blocked using a list", "mail_relay_denied"),
    ("RCPT", "550 5.7.60 not allowed to send as this sender", "mail_relay_denied"),
    ("RCPT", "554 relay access denied", "mail_relay_denied"),
    ("RCPT", "550 relay not permitted", "mail_relay_denied"),
    ("RCPT", "550 5.3.2 system not accepting messages", "mail_relay_denied"),
    ("RCPT", "550 5.1.8 sender's address refused", "mail_relay_denied"),
    ("RCPT", "503 5.5.1 MAIL first", "mail_relay_denied"),
    ("RCPT", "553 sorry, that domain isn't in my list of allowed rcpthosts (#5.7.1)", "mail_relay_denied"),
    ("RCPT", "550-Verification failed for <desk@example.com>\r\n550 Sender verify failed", "mail_relay_denied"),
    ("RCPT", "550 SPF check failed", "mail_relay_denied"),
    ("RCPT", "550 Reverse DNS lookup failed for host 192.0.2.1", "mail_relay_denied"),
    ("RCPT", "550 HELO argument does not match your address", "mail_relay_denied"),
    ("RCPT", "550 rejected by policy of this mailbox", "mail_relay_denied"),
    ("RCPT", "550 poor reputation", "mail_relay_denied"),
    ("RCPT", "550 Your IP is listed", "mail_relay_denied"),
    ("RCPT", "550 user must use TLS", "mail_relay_denied"),
    ("RCPT", "550 sending quota exceeded", "mail_relay_denied"),
    ("RCPT", "550 Sender not allowed", "mail_relay_denied"),
    ("RCPT", "550 Not authorized", "mail_relay_denied"),
    ("RCPT", "550 Access denied", "mail_relay_denied"),
    ("RCPT", "550 5.0.0 no", "mail_relay_denied"),
    ("RCPT", "551 we do not relay", "mail_relay_denied"),
    ("RCPT", "552 quota of sender exceeded", "mail_relay_denied"),
    ("RCPT", "553 sender domain not found", "mail_relay_denied"),
    ("RCPT", "550 5.1.0 Sender rejected", "mail_relay_denied"),
    ("RCPT", "501 5.1.7 bad address of the sender", "mail_relay_denied"),
    ("RCPT", "550 5.4.6 routing loop detected for this mailbox", "mail_relay_denied"),
    ("RCPT", "554 5.4.14 hop count exceeded", "mail_relay_denied"),
    ("RCPT", "550 host 10.5.1.1 not welcome", "mail_relay_denied"),
    ("RCPT", "550 Konto nadawcy zablokowane", "mail_relay_denied"),
    ("RCPT", "550 Przekroczono limit wysylki dla konta", "mail_relay_denied"),
    ("RCPT", "550 Przekroczono limit dla konta", "mail_relay_denied"),
    ("RCPT", "550 Wysylka z tego konta zostala zablokowana", "mail_relay_denied"),
    ("RCPT", "550 Daily user limit exceeded", "mail_relay_denied"),
    ("RCPT", "550 Daily quota exceeded", "mail_relay_denied"),
    ("RCPT", "550 User desk@example.com is not permitted to use this address", "mail_relay_denied"),
    ("RCPT", "550 Postfix 5.4.1 says no", "mail_relay_denied"),
    ("RCPT", "530 5.7.0 must issue STARTTLS first", "mail_login"),
    ("RCPT", "454 4.7.1 relay access denied", "mail_busy"),
    ("RCPT", "421 4.7.0 too many recipients", "mail_busy"),
    ("RCPT", "452 4.3.1 insufficient storage", "mail_busy"),
    ("DATA", "554 5.5.1 no valid recipients", "mail_content_refused"),
    ("content", "550 5.7.26 not authenticated by SPF", "mail_content_refused"),
    ("content", "554 spam", "mail_content_refused"),
    ("content", "550 5.2.0 spam", "mail_content_refused"),
    ("content", "550 5.1.8 sender", "mail_content_refused"),
    ("content", "550 Message rejected", "mail_content_refused"),
    ("content", "552 5.3.4 too big for the system", "mail_content_refused"),
    ("content", "421 4.3.2 shutting down", "mail_busy"),
]


def mailer(port: int, **changed: object) -> SmtpMailer:
    told = {"smtp_host": "127.0.0.1", "smtp_port": port, "smtp_security": "none", **changed}
    return SmtpMailer(Settings(**told), "iBOK")


@pytest.mark.parametrize("command, answer, problem", OURS)
def test_a_refusal_of_our_system_is_an_outage_and_never_the_customers(command: str, answer: str, problem: str) -> None:
    with scripted({command: answer, "HELO": answer}) as port, pytest.raises(TransientError) as down:
        mailer(port).send(MAIL)
    assert (down.value.problem, down.value.component) == (problem, "mail")


THEIRS = [
    ("RCPT", "550 5.1.1 no such user"),
    ("RCPT", "550 5.2.1 mailbox disabled"),
    ("RCPT", "552 5.2.2 mailbox full"),
    ("RCPT", "550 5.4.1 recipient address rejected: access denied"),
    ("RCPT", "550 5.1.10 the domain takes no mail"),
    ("RCPT", "550 no such mailbox"),
    ("RCPT", "551 user not local"),
    ("RCPT", "553 mailbox name not allowed"),
    ("RCPT", "550 Requested action not taken: mailbox unavailable"),
    ("RCPT", "552 Requested mail action aborted: exceeded storage allocation"),
    ("RCPT", "550 Unrouteable address"),
    ("RCPT", "550 Recipient does not exist: <sender@policy.example>, see https://help.example/spam"),
    ("RCPT", "550 Nie ma takiego konta"),
    ("RCPT", "552 Mailbox size limit exceeded"),
    ("RCPT", "552 User is over the storage limit"),
    ("RCPT", "552 Przekroczono limit skrzynki odbiorcy"),
    ("RCPT", "550-we are sorry\r\n550-5.1.1 no\r\n550 5.1.1 bye"),
    ("RCPT", "550 5.1.0 Address rejected"),
    ("RCPT", "550 cuda_nsu 5.1.1 Recipient address rejected"),
    ("RCPT", "511 sorry, no mailbox here by that name (#5.1.1 - chkuser)"),
    ("RCPT", "556 the domain takes no mail"),
    ("content", "550 5.1.1 no such user"),
    ("content", "550 5.2.0 mailbox unavailable"),
]


@pytest.mark.parametrize("command, answer", THEIRS)
def test_a_refusal_of_the_address_concerns_this_customer_only(command: str, answer: str) -> None:
    with scripted({command: answer}) as port, pytest.raises(PermanentError) as refused:
        mailer(port).send(MAIL)
    assert refused.value.code == f"smtp_{answer[:3]}"


@pytest.mark.parametrize(
    "command, answer",
    [("RCPT", "450 4.2.0 greylisted"), ("RCPT", "451 try later"), ("content", "452 full")],
)
def test_a_delay_of_one_mail_delays_no_other(command: str, answer: str) -> None:
    with scripted({command: answer}) as port, pytest.raises(TransientError) as later:
        mailer(port).send(MAIL)
    assert (later.value.problem, later.value.component) == ("mail_deferred", "")


@pytest.mark.parametrize("offered", ["250 8BITMIME", "250-8BITMIME\r\n250 AUTH GSSAPI"])
def test_a_server_without_a_login_is_told_apart_from_one_without_tls(offered: str) -> None:
    with scripted({"EHLO": f"250-here\r\n{offered}"}) as port, pytest.raises(ConfigurationError) as refused:
        mailer(port, **LOGIN).send(MAIL)
    assert refused.value.problem == "mail_no_login"


@pytest.mark.parametrize("answer, problem", [("535 5.7.8 wrong", "mail_login"), ("454 4.7.0 later", "mail_busy")])
def test_a_refused_login_is_told_apart_from_a_busy_server(answer: str, problem: str) -> None:
    script = {"EHLO": "250-here\r\n250 AUTH PLAIN", "AUTH": answer}
    with scripted(script) as port, pytest.raises(TransientError) as refused:
        mailer(port, **LOGIN).send(MAIL)
    assert refused.value.problem == problem


def test_a_server_that_speaks_no_tls_where_tls_is_asked_for_has_no_bad_certificate() -> None:
    with scripted({}) as port, pytest.raises(ConfigurationError) as refused:
        mailer(port, smtp_security="tls").send(MAIL)
    assert refused.value.problem == "mail_no_tls"


@pytest.mark.parametrize("command, unknown", [("MAIL", False), ("RCPT", False), ("content", True)])
def test_only_a_mail_cut_off_in_its_content_may_have_left(command: str, unknown: bool) -> None:
    with scripted({command: HANG_UP}) as port, pytest.raises(TransientError) as cut:
        mailer(port).send(MAIL)
    assert (cut.value.problem, cut.value.unknown) == ("mail_unreachable", unknown)
