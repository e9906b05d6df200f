"""What stands around every page: parts, navigation, errors, flash, probes and the log of requests."""
