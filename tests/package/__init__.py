"""The Debian package: its files as they lie in the repository every day, built and installed in the drill."""
