"""veraPDF, the judge of accessible (PDF/UA) and lasting (PDF/A) documents, brought by Maven."""

import shutil
import subprocess
from pathlib import Path

from provisioner.local.java import find_java

GOAL = "org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies"
POM = """<project><modelVersion>4.0.0</modelVersion><groupId>tests</groupId><artifactId>judge</artifactId>
<version>1</version><dependencies><dependency><groupId>org.verapdf.apps</groupId><artifactId>greenfield-apps</artifactId>
<version>1.28.2</version></dependency></dependencies></project>
"""
MAIN = "org.verapdf.apps.GreenfieldCliWrapper"
FLAVOURS = ("ua1", "2a")


def fetch(into: Path) -> Path:
    """Its libraries in a folder. Fails without Maven."""
    maven = shutil.which("mvn")
    assert maven, "Maven is missing (no mvn on PATH): veraPDF judges the letters and comes from Maven"
    (into / "pom.xml").write_text(POM)
    subprocess.run(
        [maven, "-q", "-B", GOAL, f"-DoutputDirectory={into / 'jars'}"],
        cwd=into, check=True, capture_output=True, timeout=300,
    )  # fmt: skip
    return into / "jars"


def verdicts(jars: Path, files: list[Path]) -> dict[str, list[str]]:
    """For each flavour one line a file: `PASS path flavour` or `FAIL …`."""
    found = {}
    for flavour in FLAVOURS:
        words = [str(find_java().program), "-cp", f"{jars}/*", MAIN, "-f", flavour, "--format", "text"]
        judged = subprocess.run([*words, *map(str, files)], capture_output=True, text=True, timeout=120)
        found[flavour] = [line for line in judged.stdout.splitlines() if line.startswith(("PASS", "FAIL"))]
    return found
