"""The page of screenshots groups what the browser tests have taken."""

from pathlib import Path

from tests.screenshots import by_page, index


def taken(folder: Path, *names: str) -> Path:
    folder.mkdir(parents=True)
    for name in names:
        (folder / f"{name}.png").touch()
    return folder


def test_one_page_stands_with_its_variants_beside_each_other(tmp_path: Path) -> None:
    folder = taken(
        tmp_path / "mails", "new-password.en-light-320", "new-password.pl-dark-1000", "new-password.pl-dark-320"
    )
    assert [picture.caption for picture in by_page(folder)["new-password"]] == [
        "pl, narrow, dark",
        "pl, wide, dark",
        "en, narrow, light",
    ]


def test_the_page_has_every_section_and_every_picture(tmp_path: Path) -> None:
    taken(tmp_path / "journey", "01-clerk-sign-in", "02-clerk-queue")
    page = index(tmp_path)
    assert 'src="journey/01-clerk-sign-in.png" alt="01-clerk-sign-in: pl, wide, light"' in page
    assert all(heading in page for heading in ("What customers meet (0)", "Mails (0)", "The desk (0)", "order (2)"))
