"""A client of ours gets a new key: Keycloak first, then its file; whatever fails, no key is lost that counts."""

from dataclasses import dataclass
from pathlib import Path

import click
from pydantic import SecretStr

from provisioner.credentials import with_new_key
from provisioner.credentials.file import Irreplaceable, drafted, put
from provisioner.realm.admin import RealmAdmin, RealmError
from provisioner.realm.apply import apply, plan
from provisioner.settings import Settings
from provisioner.settings.pem import is_pem


@dataclass(frozen=True)
class Rotation:
    """One exchange: of which setting, in which file, with which realm files."""

    admin: RealmAdmin
    settings: Settings
    setting: str
    file: Path
    config: Path | None = None

    def make(self) -> bool:
        """Whether the file held a secret. Raises what `apply` raises and ClickException; the text says what to run."""
        if plan(self.admin, self.settings, self.config):
            raise click.ClickException(f"Keycloak is not as the realm files say: run `{self._apply}` first.")
        known: SecretStr = getattr(self.settings, self.setting)
        text = with_new_key(known.get_secret_value())
        try:
            draft = drafted(self.file, text)
        except (Irreplaceable, OSError) as error:
            raise click.ClickException(f"{_said(error)}. Nothing was changed.") from None
        try:
            apply(self.admin, self.settings.model_copy(update={self.setting: SecretStr(text)}), self.config)
            put(draft, self.file)
        except (Exception, KeyboardInterrupt) as error:
            raise self._back(error, draft) from error
        return not is_pem(known.get_secret_value())

    def _back(self, error: BaseException, draft: Path) -> click.ClickException:
        """Keycloak with the former key again; where that fails the new one is kept, for Keycloak may ask for it."""
        if not draft.exists():
            return click.ClickException(f"{_said(error)}. {self.file} holds the new key: run `{self._apply}`.")
        try:
            apply(self.admin, self.settings, self.config)
        except (Exception, KeyboardInterrupt) as again:
            return click.ClickException(
                f"{_said(error)}; then {_said(again)}. Keycloak may ask for the new key by now: it is kept in {draft}. "
                f"As soon as Keycloak answers run `{self._apply}`, which makes the key in {self.file} count again."
            )
        draft.unlink(missing_ok=True)
        return click.ClickException(
            f"{_said(error)}. Keycloak was given the former key again; run `{self._apply}` to be sure, then try anew."
        )

    @property
    def _apply(self) -> str:
        return f"provisioner realm apply --config {self.config}" if self.config else "provisioner realm apply"


def _said(error: BaseException) -> str:
    """What failed, never what a key says."""
    if isinstance(error, RealmError | Irreplaceable):
        return str(error)
    if isinstance(error, OSError):
        return f"{error.filename}: {error.strerror}" if error.filename else str(error.strerror)
    return type(error).__name__
