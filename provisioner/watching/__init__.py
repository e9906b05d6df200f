"""Whether the desk is well: what is looked at, what is an alarm, and the address at which a watching system asks."""

from provisioner.watching.alarms import ALARMS, Alarm, Concern, concerns
from provisioner.watching.host import Host
from provisioner.watching.scraped import Scraped
from provisioner.watching.serving import Scraping
from provisioner.watching.watch import Watch

__all__ = ["ALARMS", "Alarm", "Concern", "Host", "Scraped", "Scraping", "Watch", "concerns"]
