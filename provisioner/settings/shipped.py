"""Data that travels with the product: beside the package in a checkout, inside it in an installed wheel."""

from pathlib import Path

PACKAGE = Path(__file__).parents[1]


def folder(name: str) -> Path:
    """The folder of that name, for example `realm-config`, wherever this installation keeps it.

    Raises FileNotFoundError when the installation is incomplete.
    """
    for place in (PACKAGE / "_shipped" / name, PACKAGE.parent / name):
        if place.is_dir():
            return place
    raise FileNotFoundError(f"The folder {name} is missing from this installation.")
