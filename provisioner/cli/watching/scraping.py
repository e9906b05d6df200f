"""The address at which a watching system asks the worker, for as long as it runs."""

from collections.abc import Iterator
from contextlib import contextmanager

from provisioner import watching, worker
from provisioner.settings import PREFIX, Settings, SettingsError


def refuse_open(settings: Settings) -> None:
    """Raises SettingsError where anybody on the network could ask."""
    if settings.metrics_beyond and not settings.metrics_token:
        raise SettingsError(f"{PREFIX}METRICS_TOKEN: not set, and {PREFIX}METRICS_BIND can be reached from elsewhere")


@contextmanager
def scraped(settings: Settings, watch: watching.Watch, measured: worker.Measured) -> Iterator[None]:
    """Meanwhile a watching system is answered, where an address is set. Raises SettingsError when it cannot be had."""
    if not settings.metrics_bind:
        yield
        return
    measured.registry.register(watching.Scraped(watch.readings))
    token = settings.metrics_token.get_secret_value() if settings.metrics_token else ""
    try:
        serving = watching.Scraping(settings.metrics_bind, measured.registry, token)
    except OSError as error:
        raise SettingsError(f"{PREFIX}METRICS_BIND: {error.strerror}") from None
    try:
        yield
    finally:
        serving.stop()
