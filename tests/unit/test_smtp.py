"""The mail server behind the Mailer port, against a real SMTP server in every mood."""

import smtplib
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from time import sleep

import pytest

from provisioner.outside.ports import Attachment, ConfigurationError, Mail, PermanentError, TransientError
from provisioner.outside.smtp.mailer import SmtpMailer
from provisioner.settings import Settings
from tests.sink import Sink, running_sink, text_of

MAIL = Mail("jozef@example.com", "Twoje konto iBOK jest gotowe", "Zażółć gęślą jaźń", "<p>Zażółć</p>", "pl")


@pytest.fixture
def sink() -> Iterator[Sink]:
    with running_sink() as running:
        yield running


@pytest.fixture
def mailer(sink: Sink) -> Iterator[SmtpMailer]:
    opened = SmtpMailer(settings(sink), "iBOK KPWiK Kartuzy", clock=lambda: datetime(2026, 11, 24, 9, tzinfo=UTC))
    yield opened
    opened.close()


def settings(sink: Sink, **changed: object) -> Settings:
    return Settings(smtp_host="127.0.0.1", smtp_port=sink.port, **{"smtp_security": "none", **changed})


def test_a_mail_arrives_with_both_parts_and_honest_headers(mailer: SmtpMailer, sink: Sink) -> None:
    mailer.send(MAIL)
    (mail,) = sink.received
    assert mail["Subject"] == MAIL.subject
    assert mail["From"] == "iBOK KPWiK Kartuzy <ibok@example.com>"
    assert mail["Date"] == "Tue, 24 Nov 2026 09:00:00 +0000"
    assert (mail["Auto-Submitted"], mail["Content-Language"]) == ("auto-generated", "pl")
    assert mail["Message-ID"].endswith("@example.com>")
    assert [part.get_content_type() for part in mail.iter_parts()] == ["text/plain", "text/html"]
    assert text_of(mail).strip() == MAIL.text


def test_an_attached_letter_arrives_byte_for_byte_under_its_name(mailer: SmtpMailer, sink: Sink) -> None:
    content = b"%PDF-1.7\r\n.\r\nFrom \xff\x00 end"
    mailer.send(replace(MAIL, attachment=Attachment("2026-000001.pdf", content)))
    (mail,) = sink.received
    (attached,) = mail.iter_attachments()
    assert (attached.get_filename(), attached.get_content_type()) == ("2026-000001.pdf", "application/pdf")
    assert attached.get_content() == content
    assert (mail["Content-Language"], text_of(mail).strip()) == ("pl", MAIL.text)


def test_one_connection_serves_several_mails_and_survives_the_servers_goodbye(mailer: SmtpMailer, sink: Sink) -> None:
    mailer.send(MAIL)
    mailer.send(MAIL)
    assert mailer._open is not None
    mailer._open.close()
    mailer.send(MAIL)
    assert len(sink.received) == 3


def test_an_unknown_mailbox_is_refused_for_good(mailer: SmtpMailer, sink: Sink) -> None:
    sink.refuse = lambda address: "550 5.1.1 no such user"
    with pytest.raises(PermanentError) as refused:
        mailer.send(MAIL)
    assert refused.value.code == "smtp_550"


def test_greylisting_is_come_back_later_for_this_mail_only(mailer: SmtpMailer, sink: Sink) -> None:
    sink.refuse = lambda address: "451 4.7.1 try again"
    with pytest.raises(TransientError) as later:
        mailer.send(MAIL)
    assert (later.value.problem, later.value.component) == ("mail_deferred", "")


def test_a_refusal_after_the_content_is_told_apart_from_a_delay(mailer: SmtpMailer, sink: Sink) -> None:
    sink.after_data = lambda: "550 5.1.1 no such user"
    with pytest.raises(PermanentError):
        mailer.send(MAIL)
    sink.after_data = lambda: "452 full"
    with pytest.raises(TransientError):
        mailer.send(MAIL)


def test_no_server_is_an_outage(sink: Sink) -> None:
    nobody = SmtpMailer(settings(sink).model_copy(update={"smtp_port": 1}), "iBOK")
    with pytest.raises(TransientError) as down:
        nobody.send(MAIL)
    assert (down.value.problem, down.value.component) == ("mail_unreachable", "mail")


def test_a_server_without_tls_gets_nothing_when_tls_is_asked_for(sink: Sink) -> None:
    strict = SmtpMailer(settings(sink, smtp_security="starttls"), "iBOK")
    with pytest.raises(ConfigurationError) as refused:
        strict.send(MAIL)
    assert refused.value.problem == "mail_no_tls"
    assert sink.received == []


def test_p9_a_mail_is_not_sent_inside_a_transaction(sink: Sink) -> None:
    with pytest.raises(AssertionError):
        SmtpMailer(settings(sink), "iBOK", in_transaction=lambda: True).send(MAIL)


def test_no_line_of_an_address_becomes_a_header(mailer: SmtpMailer, sink: Sink) -> None:
    hostile = Mail("x@example.com\r\nBcc: y@example.com", MAIL.subject, "t", "h", "pl")
    with pytest.raises((ValueError, smtplib.SMTPException)):
        mailer.send(hostile)
    assert sink.received == []


def test_a_server_that_answers_slowly_gets_no_more_time_than_the_whole_mail_may_take(sink: Sink) -> None:
    sink.refuse = slow(0.4)
    impatient = SmtpMailer(settings(sink, smtp_timeout_seconds=1.0), "iBOK")
    sink.after_data = lambda: slow(0.9)("") or "250 OK"
    with pytest.raises(TransientError) as late:
        impatient.send(MAIL)
    assert late.value.problem == "mail_unreachable"


def slow(seconds: float) -> Callable[[str], str]:
    def answer(address: str) -> str:
        sleep(seconds)
        return ""

    return answer


def test_an_address_the_server_cannot_take_is_refused_for_good(mailer: SmtpMailer) -> None:
    with pytest.raises(PermanentError) as refused:
        mailer.send(Mail("jan@żółw.pl", MAIL.subject, "t", "h", "pl"))
    assert refused.value.code == "mail_address"
