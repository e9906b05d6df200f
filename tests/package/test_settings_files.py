"""The settings file of the package says what the declarations say, and the command reads it as systemd would."""

import re
from pathlib import Path

from provisioner.environment_files import settings_of
from provisioner.packaging.as_the_desk import refusal
from provisioner.packaging.sample import ELSEWHERE, sample
from provisioner.packaging.tree import HERE
from provisioner.settings import PREFIX, Settings, load
from provisioner.settings.reading import KNOWN


def test_every_setting_stands_there_commented_out_with_its_default(tmp_path: Path) -> None:
    (tmp_path / "desk.env").write_text(sample())
    assert settings_of(tmp_path / "desk.env") == {}
    (tmp_path / "all.env").write_text(re.sub(rf"^#(?={PREFIX})", "", sample(), flags=re.MULTILINE))
    said = {name: value for name, value in settings_of(tmp_path / "all.env").items() if value}
    assert load({name: value for name, value in said.items() if name in KNOWN}) == Settings()
    named = {name.removeprefix(PREFIX).lower() for name in settings_of(tmp_path / "all.env")}
    assert named - {"realm_admin_username"} == Settings.model_fields.keys() - ELSEWHERE


def test_a_value_in_quotation_marks_is_read_without_them(tmp_path: Path) -> None:
    file = tmp_path / "site.env"
    file.write_text("# a remark\n\nA=one\nB=\"two words\" \nC='three'\nD=a=b#c\n; a remark\n")
    assert settings_of(file) == {"A": "one", "B": "two words", "C": "three", "D": "a=b#c"}


WRITTEN = r"""
A=O'Brien
B=5" pipe
C='O'"'"'Brien'
D="say \"x\" for $5 \n"
E=one \
two
F='two
lines'
  G  =  spaced out
H="x" "y"
I=a\ b\\c
J=żółw
no line of ours
K-L=no name
M="to the end
N=1"""


def test_values_are_read_as_systemd_reads_them(tmp_path: Path) -> None:
    (tmp_path / "site.env").write_text(WRITTEN)
    assert settings_of(tmp_path / "site.env") == {
        "A": "O'Brien", "B": '5" pipe', "C": "O'Brien", "D": 'say "x" for $5 \\n', "E": "one two", "F": "two\nlines",
        "G": "spaced out", "H": "xy", "I": "a b\\c", "J": "żółw", "M": "to the end\nN=1",
    }  # fmt: skip


def test_what_the_package_says_of_every_installation_are_settings_there_are() -> None:
    said = settings_of(HERE / "files/usr/lib/account-desk/package.env")
    assert load({name: value for name, value in said.items() if name.startswith(PREFIX)}).proxies == 1


def test_who_is_not_root_is_told_how_to_go_on() -> None:
    assert refusal(["staff", "add", "a b"], 1000) == (
        "Only root reads the secrets in /etc/account-desk: sudo provisioner staff add 'a b'"
    )
    assert refusal(["staff", "add", "--help"], 1000) == refusal(["check"], 0) == ""
