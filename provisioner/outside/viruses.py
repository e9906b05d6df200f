"""The virus scanner, in our words; the adapter and its double keep the same contract."""

from typing import Protocol


class VirusScanner(Protocol):
    """Looks for viruses in the content of a file."""

    def look(self, content: bytes) -> str:
        """What was found, by its name; empty for nothing.

        Raises TransientError while the scanner does not answer, PermanentError where it cannot say of this file.
        """
