"""What was found in Keycloak: alarms, differences, and the runs that compare everything."""

from provisioner.web.pages.agreement.page import blueprint

__all__ = ["blueprint"]
