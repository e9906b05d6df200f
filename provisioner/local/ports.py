"""The ports of one installation, all counted from one base, and whether they are free."""

import socket
from dataclasses import dataclass

from provisioner.local.errors import StackError

LOOPBACK = "127.0.0.1"


@dataclass(frozen=True)
class Ports:
    """Where each part listens; two checkouts side by side take two bases."""

    base: int

    @property
    def desk(self) -> int:
        """The staff pages."""
        return self.base

    @property
    def public(self) -> int:
        """The pages for customers."""
        return self.base + 2

    @property
    def keycloak(self) -> int:
        """Keycloak for browsers."""
        return self.base + 10

    @property
    def management(self) -> int:
        """Keycloak's health page."""
        return self.base + 11

    @property
    def smtp(self) -> int:
        """The mailbox, receiving."""
        return self.base + 25

    @property
    def inbox(self) -> int:
        """The mailbox's web page."""
        return self.base + 26

    @property
    def imap(self) -> int:
        """The mailbox, for mail programs and tests."""
        return self.base + 27

    def all(self) -> dict[str, int]:
        """Every port with the part it belongs to."""
        return {
            "the desk": self.desk,
            "the pages for customers": self.public,
            "Keycloak": self.keycloak,
            "Keycloak's health page": self.management,
            "the mailbox (SMTP)": self.smtp,
            "the mailbox's web page": self.inbox,
            "the mailbox (IMAP)": self.imap,
        }


def check_free(ports: Ports) -> None:
    """Make sure nobody else listens where we want to.

    Raises StackError naming the first busy port, the part that wants it and the setting that moves it.
    """
    for part, port in ports.all().items():
        if not is_free(port):
            raise StackError(
                f"port {port}, wanted for {part}, is in use: stop what listens there, or set PROVISIONER_LOCAL_PORT "
                f"(now {ports.base}) to another base"
            )


def is_free(port: int) -> bool:
    """Whether we could listen on this loopback port now."""
    for family, address in ((socket.AF_INET, LOOPBACK), (socket.AF_INET6, "::1")):
        try:
            with socket.socket(family, socket.SOCK_STREAM) as probe:
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                probe.bind((address, port))
        except OSError as error:
            if family == socket.AF_INET6 and not isinstance(error, PermissionError) and not _in_use(error):
                continue  # a machine without IPv6
            return False
    return True


def _in_use(error: OSError) -> bool:
    return error.errno == 98 or "in use" in str(error)


def free_ports(count: int) -> list[int]:
    """Some loopback ports nobody uses at this moment; for tests and for the preparing start."""
    probes = [socket.socket() for _ in range(count)]
    try:
        for probe in probes:
            probe.bind((LOOPBACK, 0))
        return [probe.getsockname()[1] for probe in probes]
    finally:
        for probe in probes:
            probe.close()
