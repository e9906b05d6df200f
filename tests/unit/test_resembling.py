"""Addresses written otherwise are one, and the cases in which they may stand are found quickly."""

from dataclasses import dataclass
from importlib import import_module

import pytest

from provisioner.applications.resembling import houses, neighbours, resemble
from provisioner.cases.finding.words import words_in


@dataclass
class Said:
    """What one paper says of its customer."""

    street: str
    name_key: str = "wronka jan"
    postcode: str = "83-300"
    town: str = "Kartuzy"
    country: str = ""


@pytest.mark.parametrize(
    "street", ["Lipowa 10/5", "Lipowa 10m5", "Lipowa 10m. 5", "ul. Lipowa 10 m.5", "Lipowa nr10lok5"]
)
def test_a_flat_is_the_same_however_it_is_written(street: str) -> None:
    assert resemble(Said("Lipowa 10/5"), Said(street))
    assert resemble(Said("Lipowa Górna 10/5"), Said(street))


@pytest.mark.parametrize("street", ["Lipowa 10m", "Lipowa 10a", "Lipowa 10m6", "Lipowa 105", "Lipowa 5/10"])
def test_another_number_is_another_place(street: str) -> None:
    assert not resemble(Said("Lipowa 10/5"), Said(street))
    assert resemble(Said(street), Said(street))


@pytest.mark.parametrize(
    "one, other",
    [
        (Said("ul. Lipowa 10/5"), Said("Lipowa 10 m. 5", name_key="jan wronka")),
        (Said("Lipowa 7A"), Said("Lipova 7a", name_key="wrnka jan")),
        (Said("Lipowa 12–14"), Said("Lipowa 12-14", name_key="wronka-kos jan", postcode="83-301")),
        (Said("Wąglikowice"), Said("Wąglikowice", name_key="wronka jan piotr")),
        (Said("Lipowa 7"), Said("Lipowa 7", name_key="rwonka jan")),
        (Said("Lipowa 7"), Said("Ilpowa 7")),
        (Said("7"), Said("7", name_key="jan wornka")),
        (Said("Lipowa 7", name_key="wodnik"), Said("Lipowa 7", name_key="wodnki")),
        (Said("Kościuszki 5", name_key="energa"), Said("Oksciuszki 5", name_key="energa")),
        (Said("Lipowa 7", name_key="energa"), Said("Lipowa 7", name_key="eenrga")),
        (
            Said("Długa 5", name_key="zaklad energetyki cieplnej sp z o o"),
            Said("Dułga 5", name_key="zaklad energetyki cieplnej sp z o o"),
        ),
        (Said("Lipowa 7", name_key="a b c d e f kos"), Said("Lipowa 7", name_key="g kos f e d c b a")),
    ],
)
def test_two_that_resemble_each_other_are_kept_under_one_house(one: Said, other: Said) -> None:
    mine, theirs = (set(houses(said.name_key, said.street).split()) for said in (one, other))
    assert resemble(one, other)
    assert mine & theirs


@pytest.mark.parametrize(
    "name_key, street",
    [
        ("wronka jan", "Lipowa 10/6"),
        ("kos anna", "Lipowa 10/5"),
        ("wronka anna", "Polna 10/5"),
        ("wronka", "Polna 10/5"),
    ],
)
def test_who_has_another_number_or_one_word_in_common_is_not_looked_at(name_key: str, street: str) -> None:
    mine = set(houses("wronka jan", "Lipowa 10/5").split())
    assert not mine & set(houses(name_key, street).split())


def test_who_says_no_address_or_no_name_has_no_neighbours() -> None:
    assert neighbours(Said("", name_key="wronka jan")) is None
    assert neighbours(Said("Lipowa 10/5", name_key="")) is None


@pytest.mark.parametrize(
    "street", ["ul. Lipowa 10/5", "Lipowa 12–14 m.7", "Łąkowa 7 A", "Wąglikowice", "os. 1000-lecia 3", ""]
)
@pytest.mark.parametrize("name_key", ["wronka jan", "o'neil-kos zoe", "d 4", "z o o", "a b c d e f kos", "energa"])
def test_what_was_recorded_before_the_upgrade_is_kept_alike(street: str, name_key: str) -> None:
    step = import_module("provisioner.migrations.versions.0050_beginnings_of_three_letters")
    assert set(step.BEFORE.houses(name_key, street, step.BEGINNING)) == words_in([houses(name_key, street)])
