"""The account desk: signed paper applications become customer accounts in Keycloak."""
