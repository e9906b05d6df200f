"""Mails as a mail program saves them (`.eml`)."""

from email import message_from_bytes, policy
from email.message import EmailMessage

RECEIVED = "from mx.example.com by mail.example.org with ESMTPS; Mon, 23 Nov 2026 23:30:00 +0000"
"""In the office the 24th has begun."""
SENT = "Sun, 22 Nov 2026 09:00:00 +0100"
SENDER = "Józef Żółkiewski <jozef@example.com>"


def saved(*files: tuple[bytes, str], sender: str = SENDER, received: str = RECEIVED, sent: str = SENT) -> bytes:
    """A mail with these files, each of the kind that it says it is; a header without a text is missing."""
    mail = EmailMessage()
    for name, text in (("Received", received), ("Date", sent), ("From", sender), ("Subject", "Wniosek <b>o konto</b>")):
        if text:
            mail[name] = text
    mail.set_content("W załączniku wniosek. <script>alert(1)</script>")
    mail.add_alternative("<p>W załączniku <img src='https://example.com/pixel.png'></p>", subtype="html")
    for content, kind in files:
        main, sub = kind.split("/")
        mail.add_attachment(content, maintype=main, subtype=sub, filename="../../wniosek.pdf")
    return mail.as_bytes()


def inside(mail: bytes) -> bytes:
    """A mail that carries another one."""
    outer = EmailMessage()
    outer["From"], outer["Subject"] = "biuro@example.com", "Fwd"
    outer.set_content("Przesyłam dalej.")
    outer.add_attachment(_parsed(mail))
    return outer.as_bytes()


def with_logo(logo: bytes) -> bytes:
    """A mail with a picture under its signature."""
    mail = EmailMessage()
    mail["From"] = SENDER
    mail.set_content("Dzień dobry")
    mail.add_alternative("<p>Dzień dobry <img src='cid:logo'></p>", subtype="html")
    mail.get_payload()[1].add_related(logo, "image", "png", cid="<logo>")  # type: ignore[index, union-attr]
    return mail.as_bytes()


def _parsed(mail: bytes) -> EmailMessage:
    found = message_from_bytes(mail, policy=policy.default)
    assert isinstance(found, EmailMessage)
    return found
