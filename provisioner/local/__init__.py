"""The whole product on one machine: Keycloak, mailbox, database, desk and worker under one command."""
