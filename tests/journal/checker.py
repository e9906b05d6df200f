"""Checks a proof of a case as docs/proof.md tells, and shares no code with the product.

`python checker.py FILE PUBLIC_KEY` prints what happened in the case, or why the file proves nothing.
"""

import hashlib
import hmac
import json
import re
import sys
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

PROOF = {"anchor", "case", "chain", "disclosed", "format", "lines", "made_at", "public_key", "signature"}
ANCHOR = {"at", "format", "hash", "position", "public_key", "signature"}
CHAIN = {"digests", "from", "previous"}
LINE = {"actor", "at", "details", "event", "object_id", "object_type", "position", "seq", "values"}
DISCLOSED = {"after", "before", "field", "salt", "seq"}


class NoProof(Exception):
    """The file proves nothing; the text says why."""


def check(file: bytes, public_key: str) -> dict[str, Any]:
    """The proof, when everything in it holds. Raises NoProof."""
    try:
        proof: dict[str, Any] = json.loads(file.decode("ascii"))
        demand(canonical(proof) + b"\n" == file, "the file is not in its canonical form")
        demand(set(proof) == PROOF, "other parts than a proof has")
        demand(proof["format"] == "account-desk-proof-1", "another format")
        check_signature(proof, public_key)
        check_anchor(proof["anchor"], public_key)
        check_chain(proof)
        check_disclosed(proof)
    except (ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError) as error:
        raise NoProof(f"not a proof: {type(error).__name__}") from error
    return proof


def demand(right: bool, otherwise: str) -> None:
    if not right:
        raise NoProof(otherwise)


def canonical(value: object) -> bytes:
    return json.dumps(value, sort_keys=True, separators=(",", ":"), allow_nan=False).encode("ascii")


def bits(text: object, size: int = 32) -> bytes:
    demand(isinstance(text, str) and re.fullmatch(f"[0-9a-f]{{{2 * size}}}", text) is not None, "not lower-case hex")
    return bytes.fromhex(str(text))


def whole(number: object) -> int:
    demand(type(number) is int and number > 0, "not a whole number above nothing")
    return int(str(number))


def check_signature(signed: dict[str, Any], public_key: str) -> None:
    demand(signed["public_key"] == public_key, "signed with another key than the one you know")
    content = canonical({name: value for name, value in signed.items() if name != "signature"})
    try:
        Ed25519PublicKey.from_public_bytes(bits(public_key)).verify(bits(signed["signature"], 64), content)
    except InvalidSignature:
        raise NoProof("the signature is not right") from None


def check_anchor(anchor: dict[str, Any], public_key: str) -> None:
    demand(set(anchor) == ANCHOR, "other parts than an anchor has")
    demand(anchor["format"] == "account-desk-anchor-1", "another format of the anchor")
    check_signature(anchor, public_key)


def check_chain(proof: dict[str, Any]) -> None:
    """From the first line of the case every digest leads to the anchor, and each line has its own among them."""
    chain, anchor, lines = proof["chain"], proof["anchor"], proof["lines"]
    demand(set(chain) == CHAIN, "other parts than a chain has")
    first, last = whole(chain["from"]), bits(chain["previous"])
    for digest in chain["digests"]:
        last = hashlib.sha256(last + bits(digest)).digest()
    demand(last == bits(anchor["hash"]), "the chain does not lead to the anchor")
    demand(first + len(chain["digests"]) - 1 == whole(anchor["position"]), "the chain has another length")
    places = [whole(line["position"]) for line in lines]
    demand(bool(lines) and places[0] == first, "the chain does not begin with the first line")
    demand(places == sorted(set(places)), "the lines are not in their order")
    for line in lines:
        demand(set(line) == LINE, "other parts than a line has")
        content = {name: value for name, value in line.items() if name != "position"}
        digest = hashlib.sha256(canonical(content)).hexdigest()
        demand(chain["digests"][line["position"] - first] == digest, "a line is not the one in the chain")


def check_disclosed(proof: dict[str, Any]) -> None:
    """What a field is said to have held is what its line was written for."""
    values = {line["seq"]: [tuple(value) for value in line["values"]] for line in proof["lines"]}
    for one in proof["disclosed"]:
        demand(set(one) == DISCLOSED, "other parts than a value has")
        said = canonical([one["field"], one["before"], one["after"]])
        told = hmac.digest(bits(one["salt"]), said, "sha256").hex()
        demand((one["field"], told) in values[one["seq"]], "a value is not the one that was written")


def main() -> None:
    """Print the case's lines."""
    try:
        proof = check(Path(sys.argv[1]).read_bytes(), sys.argv[2])
    except NoProof as reason:
        sys.exit(f"This file proves nothing: {reason}.")
    print(f"Proved for case {proof['case']}, as the journal stood on {proof['anchor']['at']}:")
    for line in proof["lines"]:
        print(line["position"], line["at"], line["actor"], line["event"], json.dumps(line["details"]))
    for one in proof["disclosed"]:
        print(f"{one['field']}: {one['before']!r} -> {one['after']!r}")


if __name__ == "__main__":
    main()
