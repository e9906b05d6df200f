"""Where people are sent on to: addresses of our own, never somebody else's."""

from urllib.parse import urlsplit


def local_address(wanted: str) -> str:
    """The address if it stays on the desk, otherwise the queue."""
    stays = wanted.isprintable() and wanted.startswith("/") and not wanted.startswith("//") and "\\" not in wanted
    return wanted if stays and _names_no_host(wanted) else "/"


def _names_no_host(address: str) -> bool:
    try:
        parts = urlsplit(address)
    except ValueError:
        # Brackets that are no IPv6 address.
        return False
    return not parts.scheme and not parts.netloc
