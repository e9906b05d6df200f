"""What a worker tells of itself and of the desk, to the operator and to a watching system."""

from provisioner.cli.watching.looking import operator_of, watch_of
from provisioner.cli.watching.scraping import refuse_open, scraped

__all__ = ["operator_of", "refuse_open", "scraped", "watch_of"]
