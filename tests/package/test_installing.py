"""A package on a bare Debian: installed, looked at, served from, upgraded, removed, purged."""

import json

import pytest

from provisioner.local.ports import free_ports
from provisioner.packaging.deb import own_version
from provisioner.packaging.releases import Release
from tests.package.conftest import Packages
from tests.package.roots import Bare, bare_root
from tests.package.service import asked, started

pytestmark = pytest.mark.drill_only

OURS = ("etc/account-desk", "usr/lib/account-desk", "var/lib/account-desk", "usr/share/doc/account-desk")
SITE = "etc/account-desk/site.env"
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


def test_it_is_installed_and_says_plainly_what_is_not_yet_right(release: Release, packages: Packages) -> None:
    with bare_root(release, "installed") as root:
        assert "nothing is started yet" in root.install(packages[release])
        assert own_version() in root.run("provisioner", "--version").stdout
        secrets = {path.name: path.read_text() for path in (root.folder / "etc/account-desk/secrets").iterdir()}
        drawn = [text for text in secrets.values() if text]
        assert len(set(drawn)) == len(drawn) == 8
        assert root.run("stat", "-c", "%U %a", *(f"/etc/account-desk/secrets/{name}" for name in secrets)).stdout == (
            "root 600\n" * len(secrets)
        )
        configure(root)
        told = root.run("provisioner", "check", "--json", check=False)
        findings = {finding["name"]: finding["fault"] for finding in json.loads(told.stdout)}
        assert told.returncode == 1
        assert "migrate" in findings["database"]
        assert findings["realm staff"]


def test_the_desk_answers_at_once_after_the_schema_is_made(release: Release, packages: Packages) -> None:
    with bare_root(release, "served") as root:
        root.install(packages[release])
        port = configure(root)
        assert "Schema at" in root.run("provisioner", "migrate").stdout
        assert "account-desk 600" in root.run("stat", "-c", "%U %a", "/var/lib/account-desk/desk.sqlite").stdout
        with started(root, "account-desk-web.service"):
            assert asked(f"http://127.0.0.1:{port}/health/ready", DESK)[0] == 200


def test_an_upgrade_keeps_settings_secrets_and_data_and_leaves_the_schema(
    release: Release, packages: Packages, former: Packages
) -> None:
    with bare_root(release, "upgraded") as root:
        root.install(former[release])
        configure(root)
        root.run("provisioner", "migrate")
        before = kept(root)
        told = root.install(packages[release])
        assert "the database is left as it is" in told
        assert kept(root) == before
        assert "An earlier text" not in (root.folder / "etc/account-desk/desk.env").read_text()
        assert own_version() in root.run("provisioner", "--version").stdout


def test_what_the_operator_changed_in_the_shipped_file_stays(
    release: Release, packages: Packages, former: Packages
) -> None:
    with bare_root(release, "changed") as root:
        root.install(former[release])
        settings = root.folder / "etc/account-desk/desk.env"
        settings.write_text("PROVISIONER_DESK_URL=https://desk.example.com\n")
        root.run("dpkg", "--force-confdef", "--force-confold", "-i", root.bring(packages[release]))
        assert settings.read_text() == "PROVISIONER_DESK_URL=https://desk.example.com\n"


def test_removed_it_leaves_settings_secrets_and_data_and_a_second_installation_finds_them(
    release: Release, packages: Packages
) -> None:
    with bare_root(release, "removed") as root:
        root.install(packages[release])
        configure(root)
        root.run("provisioner", "migrate")
        before = kept(root)
        root.apt("remove", "account-desk")
        assert kept(root) == before
        assert root.files("usr/lib/account-desk") == set()
        root.install(packages[release])
        assert kept(root) == before


def test_purged_without_data_it_leaves_nothing(release: Release, packages: Packages) -> None:
    with bare_root(release, "purged") as root:
        before = root.files("etc", "usr", "var/lib", "opt")
        root.install(packages[release])
        root.apt("purge", "account-desk")
        left = root.files("etc", "usr", "var/lib", "opt") - before
        assert {path for path in left if "account-desk" in path} == set()
        assert left <= {"etc/passwd-", "etc/group-", "etc/shadow-", "etc/gshadow-"}
        assert "account-desk" in (root.folder / "etc/passwd").read_text()


@pytest.mark.parametrize("said", [False, True], ids=["not said", "said before"])
def test_purging_deletes_data_only_where_that_was_said_before(release: Release, packages: Packages, said: bool) -> None:
    with bare_root(release, "purged-data") as root:
        root.install(packages[release])
        root.run("provisioner", "migrate")
        if said:
            root.run("touch", "/etc/account-desk/purge-deletes-data")
        told = root.apt("purge", "account-desk")
        left = root.files(*OURS)
        if said:
            assert left == set()
        else:
            assert "customers' data are kept" in told
            assert {"var/lib/account-desk/desk.sqlite", "etc/account-desk/secrets/journal_key"} <= left
            assert not [path for path in left if path.endswith(".env") or "realm-config" in path]
