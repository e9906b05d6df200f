"""The office's own affairs in words: settings, the journal, what was found in Keycloak, outages, numbers."""
