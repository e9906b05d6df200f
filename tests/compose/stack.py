"""The stack of docker-compose.yml with the TLS proxy and the mail server that the guide asks for."""

import json
import os
import re
import shlex
import ssl
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, Session

from provisioner.local.ports import free_ports
from provisioner.local.staff import ensure_staff, passwords
from provisioner.realm.admin import RealmAdmin
from provisioner.realm.credentials import AdminCredentials
from tests.compose.authority import authority
from tests.compose.engine import ROOT
from tests.sink import Sink

WORK = ROOT / ".artefacts" / "compose"
MAIL_LOGIN, MAIL_PASSWORD = "desk", "mail-password"
START_SECONDS = 600


@dataclass(frozen=True)
class ComposeStack:
    """A running stack: what a person and an operator know of it."""

    folder: Path
    mail: Sink
    tls: int
    ports: dict[str, int]
    desk_url: str = "https://desk.example.com"
    keycloak_url: str = "https://login.example.com"

    @property
    def _command(self) -> list[str]:
        files = ["--file", str(ROOT / "docker-compose.yml"), "--file", str(Path(__file__).parent / "here.yml")]
        return ["docker", "compose", *files, "--project-directory", str(ROOT), "--env-file", str(self.folder / ".env")]

    def compose(self, *words: str, check: bool = True) -> str:
        """Run `docker compose …` and give what it said."""
        return self._run([*self._command, *words], check)

    def typed(self, lines: str) -> str:
        """Lines of the guide, typed where `.env`, `secrets` and `backups` lie; gives what they said."""
        return self._run(["bash", "-euc", lines.replace("docker compose", shlex.join(self._command))])

    def _run(self, words: list[str], check: bool = True) -> str:
        told = self._environment()
        done = subprocess.run(words, capture_output=True, text=True, check=False, env=told, cwd=self.folder)
        assert not (check and done.returncode), f"{words}\n{done.stdout[-3000:]}{done.stderr[-3000:]}"
        return done.stdout

    def states(self) -> dict[str, tuple[str, str, int]]:
        """State, health and exit code of each service."""
        found = [json.loads(line) for line in self.compose("ps", "--all", "--format", "json").splitlines()]
        return {one["Service"]: (one["State"], one["Health"], one["ExitCode"]) for one in found}

    def wait_until(self, service: str, health: str, seconds: float) -> None:
        """The engine calls it so within this time."""
        end = time.monotonic() + seconds
        while (now := self.states()[service][1]) != health:
            assert time.monotonic() < end, f"{service} is {now} after {seconds} s, not {health}"
            time.sleep(1)

    def staff_password(self, login: str) -> str:
        """The password of a sample member of staff."""
        return passwords(self.folder)[login]

    def wait_for_mail(self, to: str, count: int = 1, seconds: float = 60) -> EmailMessage:
        """The `count`th mail to an address, once it has arrived."""
        end = time.monotonic() + seconds
        while len(found := self.mail.to(to)) < count:
            assert time.monotonic() < end, f"only {len(found)} of {count} mails after {seconds} s"
            time.sleep(0.3)
        return found[count - 1]

    def enrol_staff(self) -> None:
        """Sample staff with passwords of their own."""
        ensure_staff(self._admin(), "staff", "account-desk", self.folder)

    def _admin(self) -> RealmAdmin:
        server = f"http://127.0.0.1:{self.ports['KEYCLOAK_PORT']}"
        return RealmAdmin(server, AdminCredentials("admin", self.secret("keycloak_admin")))

    def delete_first_administrator(self) -> None:
        """As the guide advises, by their own hand."""
        master = self._admin().realm("master")
        [found] = master.get("users", query="?username=admin&exact=true")
        master.delete("users", found["id"])

    def secret(self, name: str) -> str:
        """One of the installation's secrets."""
        return (self.folder / "secrets" / name).read_text().strip()

    def _environment(self) -> dict[str, str]:
        places = {name.upper(): str(self.folder / name) for name in ("secrets", "backups")}
        return os.environ | places | {"COMPOSE_BAKE": "false"}


@contextmanager
def running_stack() -> Iterator[ComposeStack]:
    """Follow the guide from its secrets to `up`, and take everything away again, volumes too."""
    WORK.mkdir(parents=True, exist_ok=True)
    certificate, key = authority(WORK)
    tls, mail, *others = free_ports(5)
    ports = dict(zip(("DESK_PORT", "PUBLIC_PORT", "KEYCLOAK_PORT"), others, strict=True))
    with _mail_server(mail, certificate, key) as sink, _proxy(tls, ports, certificate, key):
        stack = ComposeStack(WORK, sink, tls, ports)
        _secrets(WORK)
        (WORK / ".env").write_text("\n".join(f"{name}={value}" for name, value in _told(mail, ports).items()))
        stack.compose("down", "--volumes", "--remove-orphans")
        try:
            stack.compose("build")
            stack.compose("up", "--detach", "--wait", "--wait-timeout", str(START_SECONDS))
            yield stack
        finally:
            (WORK / "stack.log").write_text(stack.compose("logs", "--no-color", check=False))
            stack.compose("down", "--volumes", check=False)


def _secrets(folder: Path) -> None:
    """Word for word what the guide tells to type."""
    guide = (ROOT / "docs" / "compose.md").read_text(encoding="utf-8")
    (typed,) = re.findall(r"```\n(   mkdir -m 700 secrets.*?)```", guide, re.DOTALL)
    subprocess.run(["rm", "-rf", str(folder / "secrets")], check=True)
    typed = typed.replace("provisioner/database", str(ROOT / "provisioner/database"))
    typed = typed.replace("chmod 444 secrets/*", f"printf {MAIL_PASSWORD} > secrets/smtp_password\nchmod 444 secrets/*")
    subprocess.run(["bash", "-euc", typed], cwd=folder, check=True)
    (folder / "secrets").chmod(0o711)


def _told(mail: int, ports: dict[str, int]) -> dict[str, Any]:
    return {
        "DESK_HOST": "desk.example.com", "PUBLIC_HOST": "konto.example.com", "KEYCLOAK_HOST": "login.example.com",
        "SMTP_HOST": "smtp.example.com", "SMTP_PORT": mail, "SMTP_USERNAME": MAIL_LOGIN,
        "MAIL_FROM": "ibok@example.com", "PROVISIONER_STAFF_OTP": "optional", **ports,
    }  # fmt: skip


@contextmanager
def _mail_server(port: int, certificate: Path, key: Path) -> Iterator[Sink]:
    """STARTTLS and a login before anything is taken, at every address of this machine."""
    sink, context = Sink(port), ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate, key)
    controller = Controller(
        sink, hostname="0.0.0.0", port=port, tls_context=context, require_starttls=True,
        auth_required=True, authenticator=_known,
    )  # fmt: skip
    controller.start()
    yield sink
    controller.stop()


def _known(server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: Any) -> AuthResult:
    return AuthResult(success=(data.login, data.password) == (MAIL_LOGIN.encode(), MAIL_PASSWORD.encode()))


@contextmanager
def _proxy(tls: int, ports: dict[str, int], certificate: Path, key: Path) -> Iterator[None]:
    folder = WORK / "proxy"
    folder.mkdir(exist_ok=True)
    named = {name.removesuffix("_PORT").lower(): port for name, port in ports.items()}
    text = (Path(__file__).parent / "proxy.conf").read_text()
    file = folder / "nginx.conf"
    file.write_text(text.format(folder=folder, tls=tls, certificate=certificate, key=key, **named))
    words = ["/usr/sbin/nginx", "-p", str(folder), "-c", str(file)]
    subprocess.run([*words, "-t", "-q"], check=True)
    process = subprocess.Popen(words)
    yield
    process.terminate()
    process.wait()
