"""The realms as code: what Keycloak must look like, compared with a running server and carried out."""
