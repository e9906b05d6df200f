"""What a client of ours shows Keycloak: its secret, or a statement signed with its own key."""

import json
import os
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, Encoding, NoEncryption, PrivateFormat
from joserfc import jwt
from joserfc.errors import InvalidKeyIdError
from joserfc.jwk import KeySet
from pydantic import SecretStr

from provisioner.credentials import public_halves, read, with_new_key
from provisioner.credentials.age import too_old
from provisioner.credentials.file import Irreplaceable, drafted, put
from provisioner.realm.desired import desired_realms
from provisioner.settings import SettingsError, load

REALM = "https://login.example.com/realms/ibok"
NOW = 1_790_000_000.0
SECRETS = {
    "PROVISIONER_DESK_CLIENT_SECRET": "d" * 40, "PROVISIONER_PROVISIONER_CLIENT_SECRET": "p" * 40,
    "PROVISIONER_OBSERVER_CLIENT_SECRET": "o" * 40, "PROVISIONER_STAFF_OBSERVER_CLIENT_SECRET": "t" * 40,
}  # fmt: skip


def pem(key: ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey, password: bytes = b"") -> str:
    how = BestAvailableEncryption(password) if password else NoEncryption()
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, how).decode()


def claims(shown: dict[str, str], keys: str) -> dict[str, object]:
    """What whoever knows only the public halves reads out of the statement."""
    known = KeySet.import_key_set(json.loads(public_halves(keys)))
    return dict(jwt.decode(shown["client_assertion"], known, algorithms=["ES256"]).claims)


def raising(error: Exception) -> Callable[..., None]:
    def fails(*_: object) -> None:
        raise error

    return fails


def test_a_secret_is_shown_as_it_is() -> None:
    assert read(SecretStr("s" * 40)).shown("worker", REALM) == {"client_id": "worker", "client_secret": "s" * 40}


def test_with_a_key_a_statement_is_shown_that_is_short_lived_and_meant_for_one_realm() -> None:
    keys = with_new_key("")
    shown = read(SecretStr(keys)).shown("worker", REALM, lambda: NOW)
    assert set(shown) == {"client_id", "client_assertion_type", "client_assertion"}
    said = claims(shown, keys)
    assert {name: said[name] for name in ("iss", "sub", "aud")} == {"iss": "worker", "sub": "worker", "aud": REALM}
    assert (said["iat"], said["exp"]) == (int(NOW), int(NOW) + 60)


def test_no_statement_is_shown_twice() -> None:
    credential = read(SecretStr(with_new_key("")))
    assert len({credential.shown("worker", REALM, lambda: NOW)["client_assertion"] for _ in range(20)}) == 20


def test_the_new_key_signs_while_the_one_before_it_is_still_known() -> None:
    first = with_new_key("")
    second = with_new_key(first)
    assert claims(read(SecretStr(first)).shown("worker", REALM), second)["iss"] == "worker"
    assert claims(read(SecretStr(second)).shown("worker", REALM), second)["iss"] == "worker"
    third = with_new_key(second)
    with pytest.raises(InvalidKeyIdError):
        claims(read(SecretStr(first)).shown("worker", REALM), third)


def test_what_keycloak_is_told_holds_no_private_half() -> None:
    told = json.loads(public_halves(with_new_key(with_new_key(""))))["keys"]
    assert len(told) == 2
    assert all(set(key) == {"kty", "crv", "x", "y", "kid", "use", "alg"} for key in told)


def test_neither_a_secret_nor_a_key_is_printed() -> None:
    for known in ("s" * 40, with_new_key("")):
        assert repr(read(SecretStr(known))) == "Credential()"


WRONG = {
    "another curve": pem(ec.generate_private_key(ec.SECP384R1())),
    "RSA": pem(rsa.generate_private_key(65537, 2048)),
    "under a password": pem(ec.generate_private_key(ec.SECP256R1()), b"open sesame"),
    "cut": with_new_key("")[:-40],
    "with something else": with_new_key("") + "and a remark\n",
    "three keys": with_new_key("") * 3,
    "a public key": "-----BEGIN PUBLIC KEY-----\nMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE\n-----END PUBLIC KEY-----",
}


@pytest.mark.parametrize("kind", WRONG)
def test_anything_but_a_key_of_the_one_kind_is_refused_at_the_start_without_its_value(kind: str) -> None:
    with pytest.raises(SettingsError) as refused:
        load({"PROVISIONER_DESK_CLIENT_SECRET": WRONG[kind]})
    assert "PROVISIONER_DESK_CLIENT_SECRET: " in str(refused.value)
    assert "key" in str(refused.value)
    assert WRONG[kind].splitlines()[1] not in str(refused.value)


def test_the_realm_is_told_the_public_halves_and_no_secret() -> None:
    keys = with_new_key("")
    realms = desired_realms(load(SECRETS | {"PROVISIONER_PROVISIONER_CLIENT_SECRET": keys}))
    client = realms["ibok"]["clients"]["provisioner"]
    told = client["representation"]
    assert "secret" not in client
    assert told["clientAuthenticatorType"] == "client-jwt"
    assert told["attributes"]["jwks.string"] == public_halves(keys)
    assert told["attributes"]["account-desk.client"] == "true"
    assert realms["ibok"]["clients"]["observer"]["secret"] == "o" * 40
    assert "PRIVATE" not in json.dumps(realms)


def test_a_file_is_replaced_whole_and_keeps_its_rights(tmp_path: Path) -> None:
    file, link = tmp_path / "key", tmp_path / "link"
    file.write_text("former")
    file.chmod(0o640)
    link.symlink_to(file)
    draft = drafted(link, "new")
    assert file.read_text() == "former"
    put(draft, link)
    assert (file.read_text(), file.stat().st_mode & 0o777, link.is_symlink()) == ("new", 0o640, True)
    assert len(list(tmp_path.iterdir())) == 2


def test_what_is_a_mount_of_its_own_or_would_get_another_owner_is_not_begun(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "key"
    file.write_text("former")
    with monkeypatch.context() as patched:
        patched.setattr(os, "fchown", raising(PermissionError()))
        with pytest.raises(Irreplaceable, match="another owner"):
            drafted(file, "new")
    mounts = tmp_path / "mountinfo"
    mounts.write_text(f"36 35 98:0 /key {file.resolve()} rw - ext4 /dev/root rw\n")
    monkeypatch.setattr("provisioner.credentials.file.MOUNTS", mounts)
    with pytest.raises(Irreplaceable, match="a mount of its own"):
        drafted(file, "new")
    assert {one.name for one in tmp_path.iterdir()} == {"key", "mountinfo"}


def test_secrets_that_nobody_exchanged_in_time_are_named_and_what_must_last_is_not(tmp_path: Path) -> None:
    now = datetime(2026, 11, 26, tzinfo=UTC)
    environment = {}
    for name, days in {"SECRET_KEY": 401, "SMTP_PASSWORD": 300, "JOURNAL_KEY": 4000}.items():
        file = tmp_path / name
        file.write_text("x")
        os.utime(file, (now.timestamp() - days * 86400,) * 2)
        environment[f"PROVISIONER_{name}_FILE"] = str(file)
    environment["PROVISIONER_DESK_CLIENT_SECRET_FILE"] = str(tmp_path / "not there")
    assert too_old(environment, now) == ["secret_key"]


def test_of_a_copy_lent_today_the_age_is_that_of_the_original(tmp_path: Path) -> None:
    now = datetime.now(UTC)
    kept = tmp_path / "secrets"
    kept.mkdir()
    for name, days in {"secret_key": 401, "smtp_password": 1}.items():
        (kept / name).write_text("x")
        os.utime(kept / name, (now.timestamp() - days * 86400,) * 2)
        (tmp_path / name).write_text("x")
    lent = {f"PROVISIONER_{name.upper()}_FILE": str(tmp_path / name) for name in ("secret_key", "smtp_password")}
    assert too_old(lent, now) == []
    assert too_old({**lent, "PROVISIONER_SECRETS_FOLDER": str(kept)}, now) == ["secret_key"]
    assert too_old({**lent, "PROVISIONER_SECRETS_FOLDER": str(kept / "secret_key")}, now) == [], "out of reach"
