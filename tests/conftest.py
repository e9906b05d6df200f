"""What every test may use."""

from tests import addresses, statements

addresses.install()
statements.install()

pytest_plugins = [
    "tests.drill",
    "tests.collecting",
    "tests.keycloak_server",
    "tests.applied_realms",
    "tests.local_stack",
    "tests.databases",
    "tests.imap_server",
    "tests.former.databases",
    "tests.browser.visit",
]
