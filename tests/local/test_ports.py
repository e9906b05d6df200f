"""Ports: all counted from one base, and a busy one named with the setting that moves it."""

import socket

import pytest

from provisioner.local.errors import StackError
from provisioner.local.ports import Ports, check_free, free_ports, is_free
from tests.local_stack import free_base


def test_a_busy_port_is_named_with_its_part_and_the_setting() -> None:
    ports = Ports(free_base())
    with socket.socket() as other:
        other.bind(("127.0.0.1", ports.inbox))
        other.listen()
        with pytest.raises(StackError) as refused:
            check_free(ports)
    said = str(refused.value)
    assert str(ports.inbox) in said
    assert "the mailbox's web page" in said
    assert "PROVISIONER_LOCAL_PORT" in said
    assert "\n" not in said


def test_free_ports_let_the_stack_start() -> None:
    check_free(Ports(free_base()))


def test_two_bases_fifty_apart_never_meet() -> None:
    assert not set(Ports(8400).all().values()) & set(Ports(8450).all().values())


def test_drawn_ports_are_different_and_free() -> None:
    drawn = free_ports(3)
    assert len(set(drawn)) == 3
    assert all(is_free(port) for port in drawn)
