"""The settings that web, pages for customers and workers of the installation share."""

from collections.abc import Mapping
from pathlib import Path

from provisioner.local.ports import LOOPBACK
from tests.sink import Sink

DESK, PUBLIC, LOGIN = "konta.example.com", "konto.example.com", "logowanie.example.com"


def told(folder: Path, url: str, ports: Mapping[str, int], sink: Sink) -> dict[str, str]:
    """By their names in the environment."""
    letters = {"DESK_CLIENT": "d", "PROVISIONER_CLIENT": "p", "OBSERVER_CLIENT": "o", "STAFF_OBSERVER_CLIENT": "t"}
    return {
        **{f"PROVISIONER_{name}_SECRET": letter * 40 for name, letter in letters.items()},
        "PROVISIONER_SECRET_KEY": "s" * 40,
        "PROVISIONER_JOURNAL_KEY": "j" * 40,
        "PROVISIONER_DATA_DIR": str(folder / "var"),
        "PROVISIONER_DATABASE_URL": url,
        "PROVISIONER_DESK_URL": f"https://{DESK}:{ports['tls']}",
        "PROVISIONER_PUBLIC_URL": f"https://{PUBLIC}:{ports['tls']}",
        "PROVISIONER_KEYCLOAK_URL": f"https://{LOGIN}:{ports['tls']}",
        "PROVISIONER_KEYCLOAK_INTERNAL_URL": f"http://{LOOPBACK}:{ports['inner']}",
        "PROVISIONER_DESK_INTERNAL_URL": f"http://{LOOPBACK}:{ports['web']}",
        "PROVISIONER_PROXIES": "1",
        "PROVISIONER_STAFF_OTP": "optional",
        "PROVISIONER_SMTP_HOST": LOOPBACK,
        "PROVISIONER_SMTP_PORT": str(sink.port),
        "PROVISIONER_SMTP_SECURITY": "none",
    }
