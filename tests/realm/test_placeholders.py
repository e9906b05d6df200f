"""Filling the names of realm-config with values."""

import pytest

from provisioner.realm.placeholders import UnknownPlaceholder, fill


def test_a_name_inside_a_text_is_replaced() -> None:
    assert fill("${desk_url}/auth/callback", {"desk_url": "https://desk"}) == "https://desk/auth/callback"


def test_a_text_that_is_one_name_becomes_the_value_with_its_type() -> None:
    assert fill({"allowed": "${flag}", "mail": "${mail}"}, {"flag": False, "mail": {"host": "x"}}) == {
        "allowed": False,
        "mail": {"host": "x"},
    }


def test_names_are_replaced_in_keys_and_lists_too() -> None:
    assert fill({"${client}": ["${client}"]}, {"client": "desk"}) == {"desk": ["desk"]}


def test_keycloaks_own_names_survive_with_a_doubled_dollar() -> None:
    assert fill("$${username}", {}) == "${username}"


def test_an_unknown_name_is_refused_and_named() -> None:
    with pytest.raises(UnknownPlaceholder, match="nonsense"):
        fill({"a": ["x ${nonsense}"]}, {"desk_url": "x"})


def test_values_are_not_filled_again() -> None:
    assert fill("${a}", {"a": "${b}", "b": "x"}) == "${b}"
