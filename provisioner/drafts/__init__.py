"""Forms as they are being typed, kept for the person who types them until they are saved as a case."""

from provisioner.drafts.keeping import ChangedElsewhere, clear, discard, find, keep, sweep, waiting

__all__ = ["ChangedElsewhere", "clear", "discard", "find", "keep", "sweep", "waiting"]
