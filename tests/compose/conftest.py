"""The people of a journey, as the browser tests have them."""

from tests.browser.people import customer, people  # noqa: F401 - fixtures
