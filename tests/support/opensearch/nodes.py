"""A cluster of OpenSearch nodes. They can be killed, paused and started again one by one."""

import json
import random
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any
from urllib.request import urlopen

from tests.support.opensearch.distribution import HERE, Distribution
from tests.support.opensearch.networks import Networks
from tests.support.processes import POLL

UNTIL_GREEN = 120
"""Seconds after which a cluster that is not green has failed."""


class Nodes:
    """The nodes of one cluster, numbered from 0. What they store lies in a folder, and stays when one is killed."""

    def __init__(
        self,
        distribution: Distribution,
        folder: Path,
        count: int,
        settings: Sequence[str] = (),
        networks: Networks | None = None,
    ) -> None:
        self.folder = folder
        self.count = count
        self._distribution = distribution
        self._settings = settings
        self._networks = networks
        self._addresses = networks.addresses if networks else ["127.0.0.1"] * count
        ports = _free_ports(2 * count)
        self._http, self._transport = ports[:count], ports[count:]
        self._processes: dict[int, subprocess.Popen[bytes]] = {}
        self._founded = False

    @property
    def hosts(self) -> list[str]:
        """The addresses of all nodes."""
        return [f"http://{address}:{port}" for address, port in zip(self._addresses, self._http, strict=True)]

    def start(self, *numbers: int) -> None:
        """Start nodes, all if none is named, and wait until the cluster is green with all that run."""
        for number in numbers or range(self.count):
            self._start(number)
        self.wait_until_green()

    def kill(self, number: int) -> None:
        """End a node at once, as kill -9 does."""
        process = self._processes.pop(number)
        process.kill()
        process.communicate()

    def pause(self, number: int) -> None:
        """Let a node do nothing. Connections to it stay open."""
        self._processes[number].send_signal(signal.SIGSTOP)

    def resume(self, number: int) -> None:
        """Let a paused node go on."""
        self._processes[number].send_signal(signal.SIGCONT)

    def start_missing(self) -> None:
        """Start the nodes that do not run."""
        for number in range(self.count):
            if number not in self._processes:
                self._start(number)
        self.wait_until_green()

    def stop(self) -> None:
        """End all nodes."""
        for number in [*self._processes]:
            self.kill(number)

    def wait_until_green(self) -> None:
        """Wait until each node says that all shards are in place. Fails after UNTIL_GREEN seconds."""
        end = time.monotonic() + UNTIL_GREEN
        wanted = f"_cluster/health?wait_for_nodes={len(self._processes)}&wait_for_status=green&timeout=5s"
        while not all(_is_green(f"{self.hosts[number]}/{wanted}") for number in self._processes):
            ended = [number for number, process in self._processes.items() if process.poll() is not None]
            assert not ended, f"node {ended[0]} has ended:\n{self.log(ended[0])}"
            assert time.monotonic() < end, "\n".join(map(self.log, self._processes))
            time.sleep(POLL)
        self._founded = True

    def log(self, number: int) -> str:
        """The end of what a node has said."""
        return (self.folder / f"n{number}" / "log.txt").read_text(encoding="utf-8", errors="replace")[-3000:]

    def _start(self, number: int) -> None:
        home = self.folder / f"n{number}"
        (home / "tmp").mkdir(parents=True, exist_ok=True)
        with (home / "log.txt").open("ab") as log:
            self._processes[number] = subprocess.Popen(
                self._command(number, home), stdin=subprocess.PIPE, stdout=log, stderr=log, start_new_session=True
            )

    def _command(self, number: int, home: Path) -> list[str]:
        java = (
            *("-Xms512m", "-Xmx512m", "-XX:MaxDirectMemorySize=256m", "-XX:+UseG1GC", "-XX:+ExitOnOutOfMemoryError"),
            *(f"-Djava.io.tmpdir={home / 'tmp'}", f"-Dlog4j2.configurationFile={HERE / 'log4j2.properties'}"),
            *("-Dlog4j.shutdownHookEnabled=false", "-Dlog4j2.disable.jmx=true", "-Dio.netty.noUnsafe=true"),
            "-Dio.netty.allocator.numDirectArenas=0",
        )
        settings = [
            *(f"path.home={home}", f"path.data={home / 'data'}", f"path.repo={self.folder / 'snapshots'}"),
            *("cluster.name=seedsearch-test", f"node.name=n{number}", f"network.host={self._addresses[number]}"),
            *(f"http.port={self._http[number]}", f"transport.port={self._transport[number]}"),
            f"discovery.seed_hosts={','.join(map('{}:{}'.format, self._addresses, self._transport))}",
            "action.auto_create_index=false",
            "cluster.routing.allocation.disk.threshold_enabled=false",
            "node.store.allow_mmap=false",
            *self._settings,
        ]
        if not self._founded:  # never again: it would found a second cluster if the data of two nodes were lost
            settings.append(f"cluster.initial_cluster_manager_nodes={','.join(f'n{n}' for n in range(self.count))}")
        program = self._distribution
        within = self._networks.command(number) if self._networks else []
        return [*within, str(program.java), *java, *program.flags, "-cp", program.class_path, "OneNode", *settings]


@contextmanager
def run_nodes(
    distribution: Distribution,
    folder: Path,
    count: int,
    settings: Sequence[str] = (),
    networks: Networks | None = None,
) -> Iterator[Nodes]:
    """A cluster that is green. At the end its nodes are killed and its folder is removed. With `networks` it can be
    reached from there alone."""
    nodes = Nodes(distribution, folder, count, settings, networks)
    try:
        if networks:
            with networks.client() as client:
                client.submit(nodes.start).result()
        else:
            nodes.start()
        yield nodes
    finally:
        nodes.stop()
        shutil.rmtree(folder, ignore_errors=True)


def _is_green(address: str) -> bool:
    try:
        with urlopen(address, timeout=10) as answer:
            health: dict[str, Any] = json.load(answer)
    except OSError:
        return False
    return bool(health["status"] == "green" and not health["timed_out"])


def _free_ports(count: int) -> list[int]:
    """Ports of the loopback address that nobody uses now. They lie below those that systems give to connections, so
    that nobody takes one while its node is down."""
    free: list[int] = []
    while len(free) < count:
        port = random.randrange(10_000, 32_000)
        with suppress(OSError), socket.create_server(("127.0.0.1", port)):
            free.append(port)
    return free
