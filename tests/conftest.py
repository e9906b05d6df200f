"""What every test may use."""

pytest_plugins = ["tests.keycloak_server", "tests.databases"]
