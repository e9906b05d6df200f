"""The mailbox of reports behind its port: IMAP over TLS, with one time limit for each visit."""

import imaplib
import socket
import ssl
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from io import BufferedReader

from provisioner.outside.deadline import Deadline, TimedReader, connected
from provisioner.outside.parts import REPORTS
from provisioner.outside.ports import ConfigurationError, TransientError
from provisioner.outside.reports import Found, Place
from provisioner.settings import Settings

LARGEST = 128 * 1024
"""So many bytes of a message are fetched: a report with the headers of our mail fits many times over."""
WINDOW = 10_000
"""Numbers looked through in one visit: an answer about a whole mailbox could be of any length."""
LONGEST_LINE = 1_000_000


class _Imap(imaplib.IMAP4_SSL):
    """Whatever it waits for, it waits until the deadline; then TimeoutError is raised."""

    def __init__(self, host: str, port: int, *, deadline: Deadline, context: ssl.SSLContext) -> None:
        self._deadline, self._context = deadline, context
        super().__init__(host, port, ssl_context=context)

    def open(self, host: str = "", port: int | None = None, timeout: float | None = None) -> None:
        """Connect and protect."""
        super().open(host, port, timeout)
        self._answers = BufferedReader(TimedReader(self.sock, self._deadline.left))

    def read(self, size: int) -> bytes:
        """So many bytes, announced by the server. Raises its `abort` for more than was asked for."""
        if size > LARGEST:
            raise self.abort("more than was asked for")
        return self._answers.read(size)

    def readline(self) -> bytes:
        """One line of an answer."""
        line = self._answers.readline(LONGEST_LINE + 1)
        if len(line) > LONGEST_LINE:
            raise self.abort("a line without end")
        return line

    def send(self, data: bytes) -> None:  # type: ignore[override]
        """Send it all."""
        self.sock.settimeout(self._deadline.left())
        super().send(data)

    def shutdown(self) -> None:
        """Let the connection go."""
        self._answers.close()
        super().shutdown()

    def _create_socket(self, timeout: float | None) -> ssl.SSLSocket:  # noqa: ARG002
        plain: socket.socket = connected(self.host, self.port, self._deadline.left)
        plain.settimeout(self._deadline.left())
        return self._context.wrap_socket(plain, server_hostname=self.host)


class ImapReports:
    """Each visit connects anew, so that a worker holds no connection while it has nothing to read."""

    def __init__(self, settings: Settings, in_transaction: Callable[[], bool] = lambda: False) -> None:
        self._settings = settings
        self._in_transaction = in_transaction

    @property
    def name(self) -> str:
        """Whose mailbox, where, and which folder."""
        s = self._settings
        return f"{s.reports_login[0]}@{s.reports_host}/{s.reports_folder}"[:500]

    def read(self, after: Place | None, most: int) -> Found:
        """The next messages, oldest first."""
        with self._opened(writing=False) as server:
            validity, following = (_told(server, name) for name in ("UIDVALIDITY", "UIDNEXT"))
            done = after.until if after and after.validity == validity else 0
            end = min(done + WINDOW, following - 1)
            numbers = sorted(one for one in _search(server, done + 1, end) if done < one <= end) if end > done else []
            read = numbers[:most]
            until = read[-1] if len(numbers) > most else end
            messages = list(_fetched(server, read))
        return Found(messages, Place(validity, max(done, until)), until < following - 1)

    def mark_seen(self, place: Place, numbers: Sequence[int]) -> None:
        """Mark them as read."""
        with self._opened(writing=True) as server:
            if numbers and _told(server, "UIDVALIDITY") == place.validity:
                _answer(server.uid("STORE", ",".join(map(str, numbers)), "+FLAGS.SILENT", r"(\Seen)"))

    def check(self) -> None:
        """Log in and open the folder. Raises as `read` does."""
        with self._opened(writing=True):
            pass

    @contextmanager
    def _opened(self, *, writing: bool) -> Iterator[_Imap]:
        if self._in_transaction():
            raise AssertionError("no network inside a transaction (P9)")
        server = None
        try:
            server = self._logged_in()
            _folder(server, self._settings.reports_folder, writing=writing)
            yield server
            failure: Exception | None = None
        except ssl.SSLCertVerificationError:
            failure = ConfigurationError("reports_certificate", REPORTS)
        except ssl.SSLError:
            failure = ConfigurationError("reports_no_tls", REPORTS)
        except (imaplib.IMAP4.error, OSError, ValueError):
            failure = TransientError("reports_unreachable", REPORTS)
        finally:
            if server is not None:
                _leave(server)
        if failure:
            raise failure from None

    def _logged_in(self) -> _Imap:
        s = self._settings
        try:
            context = ssl.create_default_context(cafile=str(s.reports_ca) if s.reports_ca else None)
        except OSError:
            raise ConfigurationError("reports_certificate", REPORTS) from None
        server = _Imap(s.reports_host, s.reports_port, deadline=Deadline(s.reports_timeout_seconds), context=context)
        try:
            name, password = s.reports_login
            server.login(_quoted(name), password)
        except (imaplib.IMAP4.error, UnicodeError) as error:
            _leave(server)
            # An abort is a connection that ended, any other error an answer.
            if isinstance(error, imaplib.IMAP4.abort):
                raise
            raise ConfigurationError("reports_login", REPORTS) from None
        except BaseException:
            _leave(server)
            raise
        return server


def _quoted(text: str) -> str:
    """As the protocol writes a text that may hold anything; imaplib does so with the password alone."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _leave(server: _Imap) -> None:
    for end in (server.logout, server.shutdown):
        with suppress(imaplib.IMAP4.error, OSError, ValueError):
            end()


def _folder(server: _Imap, name: str, *, writing: bool) -> None:
    try:
        kind, _ = server.select(f'"{name}"', readonly=not writing)
    except imaplib.IMAP4.readonly:
        kind = "NO"
    if kind != "OK":
        raise ConfigurationError("reports_folder", REPORTS)


def _told(server: _Imap, name: str) -> int:
    """A number that opening the folder has told. Raises ValueError where the server told none."""
    _, found = server.response(name)
    return int(found[-1] or b"") if found else int("")


def _search(server: _Imap, first: int, last: int) -> list[int]:
    return [int(one) for one in b" ".join(_answer(server.uid("SEARCH", "UID", f"{first}:{last}"))).split()]


def _fetched(server: _Imap, numbers: Sequence[int]) -> Iterator[tuple[int, bytes]]:
    """Each message's beginning; one that was deleted meanwhile is left out."""
    for number in numbers:
        kind, answers = server.uid("FETCH", str(number), f"(BODY.PEEK[]<0.{LARGEST}>)")
        if kind != "OK":
            raise ConfigurationError("reports_folder", REPORTS)
        # What the server tells unasked, as that somebody has read a mail, may stand before the body.
        yield from [(number, one[1]) for one in answers if isinstance(one, tuple)][:1]


def _answer(answered: tuple[str, list[bytes | None]]) -> list[bytes]:
    kind, lines = answered
    if kind != "OK":
        raise ConfigurationError("reports_folder", REPORTS)
    return [line for line in lines if line]
