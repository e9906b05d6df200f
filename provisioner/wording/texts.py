"""Every text of the office's that can be said in its own words, in the order of a list."""

from collections.abc import Mapping

from provisioner.mail.catalog import TEXTS as MAILS
from provisioner.mail.wording import Text

TEXTS: Mapping[str, Text] = MAILS
