"""The bill of materials of a package (CycloneDX, JSON): every library in it, its licence and its wheel's digest."""

import hashlib
import re
import zipfile
from collections.abc import Sequence
from email.message import Message
from email.parser import Parser
from pathlib import Path
from uuid import NAMESPACE_URL, uuid5

from cyclonedx.model import HashAlgorithm, HashType
from cyclonedx.model.bom import Bom
from cyclonedx.model.component import Component, ComponentType
from cyclonedx.model.license import DisjunctiveLicense
from cyclonedx.output.json import JsonV1Dot6
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
from packageurl import PackageURL

from provisioner.outside.keycloak.versions import PINNED, PINNED_SHA512

OURS = "provisioner"


def bill(wheels: Sequence[Path]) -> str:
    """The bill for a folder of wheels and the Keycloak beside them.

    Raises ValueError where it is not what the schema asks.
    """
    made = [_library(wheel) for wheel in wheels]
    (product,) = (one for one in made if one.name == OURS)
    others = [*(one for one in made if one is not product), _keycloak()]
    bom = Bom(components=others, serial_number=uuid5(NAMESPACE_URL, " ".join(sorted(w.name for w in wheels))))
    bom.metadata.component = product
    bom.register_dependency(product, others)
    text = JsonV1Dot6(bom).output_as_string(indent=2)
    if wrong := JsonStrictValidator(SchemaVersion.V1_6).validate_str(text):
        raise ValueError(str(wrong))
    return text


def _library(wheel: Path) -> Component:
    said = _metadata(wheel)
    name, version = said["Name"], said["Version"]
    digest = HashType(alg=HashAlgorithm.SHA_256, content=hashlib.sha256(wheel.read_bytes()).hexdigest())
    licence = _licence(said)
    return Component(
        type=ComponentType.APPLICATION if name == OURS else ComponentType.LIBRARY,
        name=name, version=version, bom_ref=f"{name}@{version}", purl=PackageURL("pypi", None, name.lower(), version),
        hashes=[digest], licenses=[DisjunctiveLicense(name=licence)] if licence else [],
    )  # fmt: skip


def _metadata(wheel: Path) -> Message:
    with zipfile.ZipFile(wheel) as content:
        (place,) = (name for name in content.namelist() if re.fullmatch(r"[^/]+\.dist-info/METADATA", name))
        return Parser().parsestr(content.read(place).decode())


def _licence(said: Message) -> str:
    """The licence as the library says it, in one line; its classifier where the text itself stands there."""
    for name in ("License-Expression", "License"):
        if (text := str(said.get(name, "")).strip()) and "\n" not in text:
            return text
    marked = [one for one in said.get_all("Classifier", []) if one.startswith("License ::")]
    return marked[0].rpartition(" :: ")[2] if marked else ""


def _keycloak() -> Component:
    return Component(
        type=ComponentType.APPLICATION, name="keycloak-quarkus-dist", group="org.keycloak", version=PINNED,
        bom_ref=f"keycloak@{PINNED}", licenses=[DisjunctiveLicense(name="Apache-2.0")],
        purl=PackageURL("maven", "org.keycloak", "keycloak-quarkus-dist", PINNED, {"type": "zip"}),
        hashes=[HashType(alg=HashAlgorithm.SHA_512, content=PINNED_SHA512)],
    )  # fmt: skip
