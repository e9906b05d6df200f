"""What stands around every page: the parts it is made of, navigation, errors, probes and the log of requests."""
