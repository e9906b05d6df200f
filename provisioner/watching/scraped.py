"""The gauges as a watching system reads them: every declared one by name, those with a value with it."""

from collections.abc import Callable, Iterable, Iterator, Sequence

from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from provisioner.watching.gauges import GAUGES, Reading


class Scraped(Collector):
    """Asks for the readings at each scrape, so that what is told is never older than the question."""

    def __init__(self, readings: Callable[[], Sequence[Reading]]) -> None:
        self._readings = readings

    def collect(self) -> Iterable[GaugeMetricFamily]:
        """Each gauge with its readings of this moment."""
        return families(self._readings())

    def describe(self) -> Iterable[GaugeMetricFamily]:
        """The gauges without asking anybody, as at the start."""
        return families(())


def families(readings: Sequence[Reading]) -> Iterator[GaugeMetricFamily]:
    """Every gauge in the order of its declaration."""
    for gauge in GAUGES:
        family = GaugeMetricFamily(gauge.name, gauge.meaning, labels=[gauge.label] if gauge.label else [])
        for one in readings:
            if one.gauge is gauge:
                family.add_metric([one.of] if gauge.label else [], one.value)
        yield family
