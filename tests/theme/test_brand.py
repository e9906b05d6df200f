"""The brand: the desk's files and the theme carry it; another brand changes what it should."""

import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from provisioner.cli.main import provisioner
from provisioner.settings.branding import shipped
from provisioner.settings.shipped import PACKAGE
from provisioner.theme.colours import BadBrand, colours_of, contrast_of, with_overrides
from provisioner.theme.composed import sources
from provisioner.theme.look import look_of, read
from tests.theme.bundles import PLAIN, by_plain_name

SHIPPED = shipped()
LAKESIDE = Path(__file__).parents[1] / "brands" / "lakeside" / "branding.toml"
CARRIERS = {
    "keycloak-theme/login/resources/css/tokens.css",
    "keycloak-theme/login/resources/img/logo.svg",
    "keycloak-theme/account/resources/css/tokens.css",
    "keycloak-theme/account/resources/logo.svg",
    "keycloak-theme/account/resources/favicon.svg",
    "keycloak-theme/account/resources/js/brand.js",
    "keycloak-theme/account/theme.properties",
    "keycloak-theme/login/theme.properties",
    "keycloak-theme/email/html/style.ftl",
    "provisioner/web/static/tokens.css",
    "provisioner/web/static/mark.svg",
    "provisioner/mail/templates/style.css",
}


def run(*words: str) -> Result:
    return CliRunner().invoke(provisioner, ["theme", "build", *words])


def brand_with(tmp_path: Path, old: str, new: str) -> str:
    (tmp_path / "logo.svg").write_text((LAKESIDE.parent / "logo.svg").read_text())
    file = tmp_path / "branding.toml"
    text = LAKESIDE.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")
    return str(file)


def test_the_desks_files_are_what_the_shipped_brand_gives() -> None:
    for place, content in look_of(SHIPPED).desk_files.items():
        assert (PACKAGE / place).read_bytes() == content, f"{place}: run `make setup`"


def test_another_brand_differs_exactly_where_it_should(tmp_path: Path) -> None:
    result = run("--branding", str(LAKESIDE), "--out", str(tmp_path))
    assert result.exit_code == 0, result.output
    written = by_plain_name(read(tmp_path))
    ours = {f"keycloak-theme/{place}": content for place, content in PLAIN.items()}
    ours |= {f"provisioner/{place}": content for place, content in look_of(SHIPPED).desk_files.items()}
    assert written.keys() == ours.keys(), "the folder is the whole theme, ready for a server"
    assert {name for name in written if written[name] != ours[name]} == CARRIERS


def test_another_brands_colours_logo_and_titles_are_in_their_places(tmp_path: Path) -> None:
    run("--branding", str(LAKESIDE), "--out", str(tmp_path))
    theme, desk = tmp_path / "keycloak-theme", tmp_path / "provisioner"
    mail = (desk / "mail/templates/style.css").read_text()
    assert mail == (theme / "email/html/style.ftl").read_text()
    assert "border-top: 4px solid #1b5e20" in mail
    assert "border-top-color: #8fd694" in mail
    assert "var(" not in mail
    assert (desk / "web/static/mark.svg").read_text() == (LAKESIDE.parent / "logo.svg").read_text()
    assert "title=Konto klienta" in (theme / "account/theme.properties").read_text()
    assert '"en": "Customer account"' in by_plain_name(read(theme))["account/resources/js/brand.js"].decode()
    texts = [file.read_text(encoding="utf-8") for file in theme.rglob("*.*") if file.suffix != ".woff2"]
    assert not [text for text in texts if re.search(r"brand\S*: #0a5a78|#74c6e3", text)], (
        "a colour of the shipped brand"
    )


def test_a_second_run_writes_nothing(tmp_path: Path) -> None:
    run("--branding", str(LAKESIDE), "--out", str(tmp_path))
    assert run("--branding", str(LAKESIDE), "--out", str(tmp_path)).output == "Nothing to change.\n"


def test_what_had_another_content_before_is_gone_and_what_is_not_ours_stays(tmp_path: Path) -> None:
    run("--out", str(tmp_path))
    (tmp_path / "keycloak-theme" / "notes.txt").write_text("somebody's own")
    run("--branding", str(LAKESIDE), "--out", str(tmp_path))
    names = [file.name for file in (tmp_path / "keycloak-theme" / "login" / "resources" / "css").glob("*.css")]
    assert sorted(re.sub(r"\..*", "", name) for name in names) == ["desk", "patternfly", "tokens"]
    assert (tmp_path / "keycloak-theme" / "notes.txt").is_file()


def test_this_installation_takes_no_brand_but_its_own() -> None:
    before = read(PACKAGE / "web" / "static")
    refused = run("--branding", str(LAKESIDE))
    assert refused.exit_code == 2
    assert "--branding needs --out" in refused.output
    assert read(PACKAGE / "web" / "static") == before
    assert run().output == "Nothing to change.\n"


def test_a_theme_is_not_written_over_its_sources() -> None:
    before = read(sources())
    refused = run("--out", str(sources().parent))
    assert refused.exit_code == 2
    assert "name another folder" in refused.output
    assert read(sources()) == before


@pytest.mark.parametrize("file", [SHIPPED, LAKESIDE], ids=["shipped", "lakeside"])
def test_every_pair_of_text_and_ground_can_be_read(file: Path) -> None:
    assert colours_of(look_of(file).tokens.decode()).faults() == []


def test_contrast_is_the_one_of_wcag() -> None:
    assert contrast_of("#000000", "#ffffff") == pytest.approx(21)
    assert contrast_of("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)


@pytest.mark.parametrize(
    "old, new, said",
    [
        ('brand = "#1b5e20"', 'brand = "#7fbf85"', "light: brand #7fbf85 on paper #ffffff has"),
        ('brand = "#1b5e20"', 'brand = "green"', "colours.light.brand = 'green': a colour like #0a5a78 is expected"),
        ('brand = "#1b5e20"', 'colour = "#1b5e20"', "colours.light.colour: unknown"),
        ("[colours.dark]", "[colours.night]", "colours.night.brand: unknown"),
        ('logo = "logo.svg"', 'logo = "branding.toml"', "branding.toml: an SVG picture"),
        ('logo = "logo.svg"', 'logo = "none.svg"', "none.svg"),
        ('title_en = "Customer account"', 'title_en = "<b>"', "none of < > &"),
        ("short_name", "shrt_name", "shrt_name"),
    ],
)
def test_a_brand_that_cannot_be_used_is_refused_by_name_before_anything_is_written(
    tmp_path: Path, old: str, new: str, said: str
) -> None:
    result = run("--branding", brand_with(tmp_path, old, new), "--out", str(tmp_path / "out"))
    assert result.exit_code == 1
    assert said in result.output
    assert not (tmp_path / "out").exists()


def test_what_is_printed_stays_black_on_white_whatever_the_brand() -> None:
    tokens = with_overrides((PACKAGE / "theme/tokens.css").read_text(), {"light": {"brand": "#1b5e20"}})
    assert "--brand: #000000" in tokens.split("@media print")[1]
    with pytest.raises(BadBrand):
        with_overrides(tokens, {"print": {"brand": "#1b5e20"}})
