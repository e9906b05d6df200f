"""The commented settings file of the package, out of the settings' own declarations."""

import textwrap

from provisioner.settings import PREFIX, Settings
from provisioner.settings.declared import FROM_FILE

ELSEWHERE = {"data_dir", "proxies", "secrets_folder", "local_host", "local_port", *FROM_FILE}
"""Said by the package, of the demo alone, or kept under `secrets/`."""
HEAD = """\
# The desk's settings, each with the value it has while nothing is said here.
#
# Write your own into a file beside this one, /etc/account-desk/site.env: it is read after this one and no upgrade asks
# about it. Secrets lie under /etc/account-desk/secrets, one a file, named as the setting without PROVISIONER_.
# What Keycloak's administrator is called, where `provisioner realm` needs one:
#PROVISIONER_REALM_ADMIN_USERNAME=admin
"""


def sample() -> str:
    """The whole file."""
    parts = [HEAD]
    for name, field in Settings.model_fields.items():
        if name not in ELSEWHERE:
            default = "" if field.default is None else str(field.default)
            parts.append(f"{_comment(field.description or '')}\n#{PREFIX}{name.upper()}={default}\n")
    return "\n".join(parts)


def _comment(text: str) -> str:
    return textwrap.fill(text, 118, initial_indent="# ", subsequent_indent="# ")
