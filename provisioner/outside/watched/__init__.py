"""What is only looked at from outside: until when certificates are good, whether the desk's own pages answer."""

from provisioner.outside.watched.certificates import Certificates, End, ends, good_until
from provisioner.outside.watched.desk_pages import DeskPages

__all__ = ["Certificates", "DeskPages", "End", "ends", "good_until"]
