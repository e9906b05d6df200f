"""How a long content is sealed: pieces of 64 KiB, each with its place, the last one marked as the last."""

CHUNK, TAG = 64 * 1024, 16


def nonce(place: int, *, last: bool) -> bytes:
    """Eleven bytes of counting and one that tells the end, so that no piece is moved, doubled or left out."""
    return place.to_bytes(11, "big") + (b"\x01" if last else b"\x00")
