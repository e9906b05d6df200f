"""Hosts of their own on one machine: network namespaces, each with a cable of its own that can be pulled."""

import os
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from uuid import uuid4

import pytest

from tests.proxy import running_proxy


@dataclass(frozen=True)
class Host:
    """A host that reaches nothing but the servers behind its cable; `servers` are their addresses as it sees them."""

    name: str
    cable: str
    servers: dict[str, str]

    @property
    def command(self) -> list[str]:
        """The words before a command that runs there."""
        return ["ip", "netns", "exec", self.name]

    def pull(self) -> None:
        """Cut it off: nothing arrives any more and nobody is told."""
        _ip("link", "set", self.cable, "down")

    def plug(self) -> None:
        """Join it again."""
        _ip("link", "set", self.cable, "up")


@contextmanager
def running_host(number: int, servers: dict[str, str]) -> Iterator[Host]:
    """A host with a way to these servers. Fails where namespaces cannot be had, it never skips."""
    if os.geteuid() != 0:
        pytest.fail("two hosts need network namespaces, and those need root")
    name, net = f"desk-{uuid4().hex[:6]}", f"10.207.{number}"
    cable, inner = f"{name}-o"[-15:], f"{name}-i"[-15:]
    _ip("netns", "add", name)
    try:
        _ip("link", "add", cable, "type", "veth", "peer", "name", inner, "netns", name)
        _ip("address", "add", f"{net}.1/24", "dev", cable)
        _ip("link", "set", cable, "up")
        _ip("-n", name, "address", "add", f"{net}.2/24", "dev", inner)
        for device in ("lo", inner):
            _ip("-n", name, "link", "set", device, "up")
        with ExitStack() as stack:
            ways = {server: stack.enter_context(running_proxy(url, f"{net}.1")).url for server, url in servers.items()}
            yield Host(name, cable, ways)
    finally:
        _ip("netns", "delete", name)


def _ip(*words: str) -> None:
    subprocess.run(["ip", *words], check=True)
