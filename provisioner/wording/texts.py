"""Every text of the office's that can be said in its own words, in the order of a list."""

from collections.abc import Mapping

from provisioner.letters import catalog as letters
from provisioner.mail import catalog as mails
from provisioner.mail.wording import Text

MAILS, LETTERS = mails.TEXTS, letters.TEXTS
TEXTS: Mapping[str, Text] = {**MAILS, **LETTERS}
