"""Files people write by hand: a fault is told with the file, the place and what is expected, never with a traceback."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from provisioner.cli.main import provisioner
from provisioner.forms import read_edition
from provisioner.realm.desired import desired_realms
from provisioner.settings import Settings, SettingsError
from provisioner.settings.branding import load, shipped
from provisioner.settings.shipped import folder

BRAND = shipped().read_text(encoding="utf-8")
EDITION = (folder("realm-config") / "form-edition.yaml").read_text(encoding="utf-8")

BRANDS = [
    ('short_name = "KPWiK Kartuzy"', "short_name = KPWiK", "not TOML: .* line 5"),
    ('short_name = "KPWiK Kartuzy"', "", r"short_name: missing; a line like short_name = "),
    ('short_name = "KPWiK Kartuzy"', 'shortname = "KPWiK"', "shortname: no such entry; `short_name` is meant"),
    ('phone = "58 555 01 00"', "phone = 585550100", "phone: one line of text in quotation marks"),
    ('phone = "58 555 01 00"', 'phone = " "', "phone: one line of text"),
    ('phone = "58 555 01 00"', 'phone = "58\\nBcc: x@example.com"', "phone: one line of text"),
]
EDITIONS = [
    ("code:", "code: [", "line .*: not YAML"),
    ('code: "2026-01"', "code: 202601", "code: .*string"),
    ('code: "2026-01"', 'code: ""', "code: a text is expected"),
    ('code: "2026-01"', f"code: {'x' * 41}", "code: .*40 characters"),
    ("valid_from: 2026-01-02", "valid_from: jutro", "valid_from: .*date"),
    ("valid_from: 2026-01-02", "", "valid_from: Field required"),
    ("  - number: 2", "  - number: 1", "clauses: number 1 stands more than once"),
    ("    kind: notice", "    kind: wish", "clauses / 2 / kind: "),
    ("  - number: 3", "  - nr: 3", "clauses / 3 / n"),
    (EDITION, "- 1\n- 2", "names with values are expected"),
    (EDITION, "", "names with values are expected"),
    ("regulamin_version", "\x07regulamin_version", "not YAML"),
]


def changed(tmp_path: Path, name: str, text: str, old: str, new: str) -> Path:
    assert old in text
    file = tmp_path / name
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
    return file


@pytest.mark.parametrize("old, new, said", BRANDS)
def test_a_wrong_branding_file(tmp_path: Path, old: str, new: str, said: str) -> None:
    with pytest.raises(SettingsError, match=said) as found:
        load(changed(tmp_path, "branding.toml", BRAND, old, new))
    for line in str(found.value).splitlines():
        assert line.startswith("branding.toml: ")


@pytest.mark.parametrize("old, new, said", EDITIONS)
def test_a_wrong_edition_file(tmp_path: Path, old: str, new: str, said: str) -> None:
    with pytest.raises(SettingsError, match=said) as found:
        read_edition(changed(tmp_path, "edition.yaml", EDITION, old, new))
    for line in str(found.value).splitlines():
        assert line.startswith("edition.yaml")


def run(*words: str, **environment: str) -> Result:
    return CliRunner().invoke(provisioner, words, env=environment)


def test_the_command_that_loads_an_edition_refuses_it(tmp_path: Path, sqlite_url: str) -> None:
    file = changed(tmp_path, "edition.yaml", EDITION, "code:", "code: [")
    result = run("form", "load", str(file), PROVISIONER_DATABASE_URL=sqlite_url)
    assert isinstance(result.exception, SettingsError), result.output


def test_more_clauses_than_a_form_may_have_are_refused(tmp_path: Path) -> None:
    more = "".join(f"  - {{number: {number}, kind: notice, pl: a, en: a}}\n" for number in range(100, 140))
    with pytest.raises(SettingsError, match=r"edition\.yaml: clauses: at most 40"):
        read_edition(changed(tmp_path, "edition.yaml", EDITION, "clauses:\n", f"clauses:\n{more}"))


def test_the_command_that_loads_an_edition_refuses_what_cannot_be_printed(tmp_path: Path, sqlite_url: str) -> None:
    for old in ('code: "', '    en: "'):
        file = changed(tmp_path, "edition.yaml", EDITION, old, f"{old}李")
        result = run("form", "load", str(file), PROVISIONER_DATABASE_URL=sqlite_url)
        assert (result.exit_code, "cannot be printed" in result.output) == (1, True)


def test_the_command_that_builds_a_brand_refuses_it_in_lines(tmp_path: Path) -> None:
    (tmp_path / "logo.svg").write_bytes((shipped().parent / "logo.svg").read_bytes())
    for old, new in (
        ('short_name = "', "short_name = '"),
        ("[colours.light]", "colours = 5"),
        ('logo = "logo.svg"', "logo = 5"),
    ):
        file = changed(tmp_path, "branding.toml", BRAND, old, new)
        result = run("theme", "build", "--branding", str(file), "--out", str(tmp_path / "out"))
        assert result.exit_code == 1, result.output
        assert "branding.toml: " in result.output


@pytest.mark.parametrize(
    "file, text, said",
    [
        ("staff.yaml", "realm: 5", "realm: names with values are expected"),
        ("password-policies.yaml", "regulamin: length(8)", "password-policies.yaml: strong: a password policy"),
        ("ibok.yaml", "{", r"ibok.yaml, line 1.*: not YAML"),
        ("branding.toml", "name = ", "branding.toml: not TOML"),
    ],
)
def test_a_wrong_realm_file_is_one_line_of_realm_plan(tmp_path: Path, file: str, text: str, said: str) -> None:
    for each in folder("realm-config").iterdir():
        (tmp_path / each.name).write_bytes(each.read_bytes())
    (tmp_path / file).write_text(text)
    with pytest.raises(Exception, match=said) as found:
        desired_realms(
            Settings(
                desk_client_secret="d" * 40, provisioner_client_secret="p" * 40,
                observer_client_secret="o" * 40, staff_observer_client_secret="t" * 40,
            ),
            tmp_path,
        )  # fmt: skip
    assert len(str(found.value).splitlines()) == 1
