"""One pure function per mail: values in, a ready mail out."""

from provisioner.mail.credentials import Credentials, credentials

__all__ = ["Credentials", "credentials"]
