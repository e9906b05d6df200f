"""Why nobody is let in to an account."""

from provisioner.web.words.translate import _l

OTHER_OWNER = _l(
    "The customer number has another owner by now, whose account is in use: this one stays blocked, for nobody may "
    "read another's invoices. Block or end the other account first."
)
