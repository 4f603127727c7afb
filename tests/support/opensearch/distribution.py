"""The jars of an OpenSearch node, fetched and compiled once for each version, and a Java that runs it."""

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.support.places import ROOT

HERE = Path(__file__).parent
FILES = ("pom.xml", "OneNode.java")
"""What a version is made of."""


class Unavailable(Exception):
    """OpenSearch cannot run here; the message says why."""


@dataclass(frozen=True)
class Version:
    """A version of OpenSearch: the oldest Java it runs on, the profile of the POM, and what Java has to be told."""

    number: str
    java: int
    profile: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()


VERSIONS = {
    "2": Version("2.19.6", 17),
    "3": Version(
        "3.9.0",
        21,
        ("-P", "os3"),
        (
            "--add-modules=jdk.incubator.vector",
            "--enable-native-access=ALL-UNNAMED",
            "-Dorg.apache.lucene.store.MMapDirectory.sharedArenaMaxPermits=1",
        ),
    ),
}


@dataclass(frozen=True)
class Distribution:
    """What a node is started with: `java`, its flags, and a class path."""

    java: Path
    flags: tuple[str, ...]
    class_path: str


def provide(name: str, folder: Path = ROOT / "build" / "opensearch") -> Distribution:
    """The newest 2.x or 3.x that the product is tested with. The first time its jars are fetched, some 50 MB.

    Raises Unavailable where Java or Maven is missing, or the jars cannot be fetched.
    """
    version = VERSIONS[name]
    java = _java(version.java)
    made = folder / version.number
    stamp = made / "stamp"
    needed = "".join((HERE / file).read_text(encoding="utf-8") for file in FILES)
    if not stamp.is_file() or stamp.read_text(encoding="utf-8") != needed:
        _make(version, java, made)
        stamp.write_text(needed, encoding="utf-8")
    return Distribution(java / "java", version.flags, f"{made / 'classes'}{os.pathsep}{made / 'lib' / '*'}")


def _make(version: Version, java: Path, folder: Path) -> None:
    maven = shutil.which("mvn")
    if not maven:
        raise Unavailable("Maven is missing; it fetches the jars of OpenSearch.")
    shutil.rmtree(folder, ignore_errors=True)
    goal = ("dependency:copy-dependencies", "-DincludeScope=runtime", f"-DoutputDirectory={folder / 'lib'}")
    _run(maven, "-B", "-ntp", "-q", "-f", HERE / "pom.xml", *version.profile, *goal)
    _run(java / "javac", "-nowarn", "-d", folder / "classes", "-cp", folder / "lib" / "*", HERE / "OneNode.java")


def _run(*command: str | Path) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL)
    if done.returncode:
        raise Unavailable(f"{Path(command[0]).name} failed: {(done.stdout + done.stderr)[-2000:]}")


def _java(oldest: int) -> Path:
    """The folder of programs of the oldest Java that will do."""
    found = sorted((version, folder) for folder in _java_folders() if (version := _java_version(folder)) >= oldest)
    if not found:
        raise Unavailable(f"Java {oldest} or newer is missing, with its compiler.")
    return found[0][1]


def _java_folders() -> Iterator[Path]:
    homes = [Path(home) for name, home in os.environ.items() if name.startswith("JAVA_HOME")]
    for folder in (*(home / "bin" for home in homes), *Path("/usr/lib/jvm").glob("*/bin"), Path("/usr/bin")):
        if (folder / "java").exists() and (folder / "javac").exists():
            yield folder


def _java_version(folder: Path) -> int:
    said = subprocess.run([folder / "java", "-version"], capture_output=True, text=True, check=False).stderr
    number = re.search(r'version "(\d+)', said)
    return int(number.group(1)) if number else 0
