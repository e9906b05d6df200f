"""A package on a bare Debian: installed, looked at, served from, upgraded, removed, purged."""

import json
import re
from pathlib import Path

import pytest

from provisioner.local.ports import free_ports
from provisioner.packaging.deb import own_version
from provisioner.packaging.releases import ROOT, Release
from tests.package.conftest import FORMER, Packages
from tests.package.roots import Bare, bare_root
from tests.package.service import asked, started

pytestmark = pytest.mark.drill_only

OURS = ("etc/account-desk", "usr/lib/account-desk", "var/lib/account-desk", "usr/share/doc/account-desk")
SITE = "etc/account-desk/site.env"
APTS = "var/lib/apt/"
"""What apt notes of its own work."""
SHIPPED = "etc/account-desk/desk.env"
DESK = "konta.example.com"


def configure(root: Bare) -> int:
    """Settings of an operator's own; gives the port of the desk."""
    (port,) = free_ports(1)
    lines = [f"PROVISIONER_DESK_URL=https://{DESK}", f"PROVISIONER_BIND=127.0.0.1:{port}"]
    (root.folder / SITE).write_text("\n".join([*lines, ""]))
    return port


def kept(root: Bare) -> dict[str, bytes]:
    """What an operator would miss: settings, secrets and data, byte for byte."""
    files = [path for path in root.files("etc/account-desk", "var/lib/account-desk") if (root.folder / path).is_file()]
    return {path: (root.folder / path).read_bytes() for path in files if not path.endswith("desk.env")}


def test_from_an_earlier_version_to_the_last_trace(release: Release, packages: Packages, former: Packages) -> None:
    with bare_root(release, "life") as root:
        assert "nothing is started yet" in root.install(former[release])
        expect_secrets(root)
        port = configure(root)
        expect_plain_words(root)
        assert "Schema at" in root.run("provisioner", "migrate").stdout
        assert "account-desk 600" in root.run("stat", "-c", "%U %a", "/var/lib/account-desk/desk.sqlite").stdout
        before = kept(root)
        expect_the_new_one_to_be_asked(root, packages[release])
        assert kept(root) == before
        assert "the database is left as it is" in root.install(packages[release])
        assert own_version() in root.run("provisioner", "--version").stdout
        assert kept(root) == before
        assert "An earlier text" not in (root.folder / SHIPPED).read_text()
        with started(root, "account-desk-web.service"):
            assert asked(f"http://127.0.0.1:{port}/health/ready", DESK)[0] == 200
        expect_data_outlive_the_package(root, packages[release])


def expect_the_new_one_to_be_asked(root: Bare, package: Path) -> None:
    """Of what docs/upgrade.md tells to type before an upgrade nothing is left, and nothing is installed."""
    guide = (ROOT / "docs/upgrade.md").read_text(encoding="utf-8")
    (line,) = re.findall(r"^ +(provisioner --of .+)$", guide, re.MULTILINE)
    brought = f"mkdir /root/new && mv {root.bring(package)} /root/new && cd /root/new"
    told = root.run("bash", "-c", f"{brought} && {line} --json", check=False)
    seen = {finding["name"]: finding for finding in json.loads(told.stdout)}
    assert "the newest" in seen["schema"]["seen"]
    assert [name for name, finding in seen.items() if finding["fault"]] == ["last backup"]
    assert FORMER in root.run("dpkg-query", "--show", "account-desk").stdout
    assert not [path for path in root.files("var/tmp") if "account-desk" in path]


def expect_secrets(root: Bare) -> None:
    """Each drawn by itself, or empty; root's alone."""
    folder = root.folder / "etc/account-desk/secrets"
    texts = {path.name: path.read_text() for path in folder.iterdir()}
    drawn = [text for text in texts.values() if text]
    assert len(set(drawn)) == len(drawn) == 9
    modes = root.run("stat", "-c", "%U %a", *(f"/etc/account-desk/secrets/{name}" for name in texts)).stdout
    assert modes == "root 600\n" * len(texts)
    expect_the_age_alone_to_be_seen(root, "/etc/account-desk/secrets")


def expect_the_age_alone_to_be_seen(root: Bare, folder: str) -> None:
    """The desk's user is let through to a name it knows; it neither reads the file nor the names."""
    tried = (("stat", f"{folder}/journal_key"), ("cat", f"{folder}/journal_key"), ("ls", folder))
    codes = [root.run("runuser", "-u", "account-desk", "--", *words, check=False).returncode for words in tried]
    assert [not code for code in codes] == [True, False, False]


def expect_plain_words(root: Bare) -> None:
    """What is not yet right is said of each part, in a line of its own."""
    told = root.run("provisioner", "check", "--json", check=False)
    faults = {finding["name"]: finding["fault"] for finding in json.loads(told.stdout)}
    assert told.returncode == 1
    assert "migrate" in faults["database"]
    assert "does not answer" in faults["realm staff"]


def expect_data_outlive_the_package(root: Bare, package: Path) -> None:
    """Removed and purged, until it was said that the data may go."""
    before = kept(root)
    root.apt("remove", "account-desk")
    assert kept(root) == before
    assert root.files("usr/lib/account-desk") == set()
    assert "customers' data are kept" in root.apt("purge", "account-desk")
    left = root.files(*OURS)
    assert {"var/lib/account-desk/desk.sqlite", "etc/account-desk/secrets/journal_key"} <= left
    assert not [path for path in left if path.endswith(".env") or "realm-config" in path]
    root.install(package)
    root.run("touch", "/etc/account-desk/purge-deletes-data")
    root.apt("purge", "account-desk")
    assert root.files(*OURS) == set()


def test_what_was_changed_in_the_shipped_file_stays_and_without_data_a_purge_leaves_nothing(
    release: Release, packages: Packages, former: Packages
) -> None:
    with bare_root(release, "traces") as root:
        before = root.files("etc", "usr", "var/lib", "opt")
        root.install(former[release])
        (root.folder / SHIPPED).write_text("PROVISIONER_POLL_SECONDS=2\n")
        root.run("dpkg", "--force-confold", "--install", root.bring(packages[release]))
        assert (root.folder / SHIPPED).read_text() == "PROVISIONER_POLL_SECONDS=2\n"
        root.apt("purge", "account-desk")
        left = {path for path in root.files("etc", "usr", "var/lib", "opt") - before if not path.startswith(APTS)}
        assert left <= {"etc/passwd-", "etc/group-", "etc/shadow-", "etc/gshadow-", "etc/.pwd.lock"}
        assert "account-desk" in (root.folder / "etc/passwd").read_text()
