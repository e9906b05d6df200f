"""Data protection: what is kept for how long, what is erased and stays erased, what is told to whoever asks."""

from provisioner.privacy.again import again, catch_up
from provisioner.privacy.due import due
from provisioner.privacy.erase import NotDue, erase, erase_due
from provisioner.privacy.remembered import keeping
from provisioner.privacy.rules import Due, Ground
from provisioner.privacy.sealed import erase_sealed

__all__ = ["Due", "Ground", "NotDue", "again", "catch_up", "due", "erase", "erase_due", "erase_sealed", "keeping"]
