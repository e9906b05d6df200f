"""How the files begin that may be scans, and what each then is; how those look that are signatures of their own."""

import re

BEGINNINGS = {
    b"%PDF-": "pdf",
    b"\xff\xd8\xff": "jpeg",
    b"\x89PNG\r\n\x1a\n": "png",
    b"II*\x00": "tiff",
    b"MM\x00*": "tiff",
}
PAGE_OF_THE_WEB = re.compile(rb"<(?:!doctype|html|head|body|script|iframe|svg|\?php)", re.IGNORECASE)
XML_SIGNATURE = b"http://www.w3.org/2000/09/xmldsig#"
SIGNED_DATA = bytes.fromhex("06092a864886f70d010702")
"""How PKCS #7 calls what is signed."""
SEQUENCE = b"0"
HEAD = 64


def is_signature(content: bytes) -> bool:
    """Whether it is PKCS #7 (`.p7s`, CAdES), or XML with a signature as podpis zaufany writes it (XAdES)."""
    if content.startswith(SEQUENCE):
        return SIGNED_DATA in content[:HEAD]
    return content.lstrip()[:1] == b"<" and XML_SIGNATURE in content
