"""A network for each node, so that a node can be cut off from the others: namespaces of Linux, which root can make."""

import ctypes
import os
import secrets
import subprocess
from collections.abc import Iterator, Sequence
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path

_NAMESPACES = Path("/run/netns")
_NEW_NETWORK = 0x40000000
"""CLONE_NEWNET of Linux."""


class NoNetworks(Exception):
    """Namespaces cannot be made here; the message says why."""


class Networks:
    """Namespaces with one node each, 10.77.0.1 and so on, and one for clients, with the bridge between them all."""

    def __init__(self, count: int) -> None:
        self.count = count
        self._name = f"seed{secrets.token_hex(3)}"

    @property
    def addresses(self) -> list[str]:
        """The address of each node."""
        return [f"10.77.0.{number + 1}" for number in range(self.count)]

    def command(self, number: int) -> list[str]:
        """What a command begins with that runs as a node."""
        return ["ip", "netns", "exec", self._node(number)]

    def make(self) -> None:
        """Make all namespaces. Raises NoNetworks."""
        try:
            _run("ip", "netns", "add", self._name)
            self._in_hub("link", "set", "lo", "up")
            self._in_hub("link", "add", "name", "bridge", "type", "bridge")
            self._in_hub("addr", "add", "10.77.0.254/24", "dev", "bridge")
            self._in_hub("link", "set", "bridge", "up")
            for number in range(self.count):
                self._make_node(number)
        except (OSError, subprocess.CalledProcessError) as error:
            said = getattr(error, "stderr", "") or str(error)
            raise NoNetworks(f"network namespaces cannot be made: {said.strip()}") from error

    def remove(self) -> None:
        """Remove all namespaces."""
        for name in (*map(self._node, range(self.count)), self._name):
            subprocess.run(("ip", "netns", "del", name), capture_output=True, check=False)

    def part(self, number: int) -> None:
        """Keep a node from the others, but not from clients."""
        for other in self._others(number):
            self._in_node(number, "route", "add", "blackhole", f"{other}/32")

    def cut(self, number: int) -> None:
        """Keep a node from all."""
        self._in_hub("link", "set", f"node{number}", "down")

    def heal(self, number: int) -> None:
        """Undo both."""
        self._in_hub("link", "set", f"node{number}", "up")
        for other in self._others(number):
            with suppress(subprocess.CalledProcessError):
                self._in_node(number, "route", "del", "blackhole", f"{other}/32")

    @contextmanager
    def client(self) -> Iterator[Executor]:
        """Runs calls in a thread that is in the network of the nodes; so are the threads that it starts."""
        with ThreadPoolExecutor(1, initializer=_enter, initargs=(_NAMESPACES / self._name,)) as executor:
            yield executor

    def _make_node(self, number: int) -> None:
        _run("ip", "netns", "add", self._node(number))
        self._in_hub("link", "add", "name", f"node{number}", "type", "veth", "peer", "name", "eth0", *self._at(number))
        self._in_hub("link", "set", f"node{number}", "master", "bridge", "up")
        self._in_node(number, "addr", "add", f"{self.addresses[number]}/24", "dev", "eth0")
        self._in_node(number, "link", "set", "eth0", "up")
        self._in_node(number, "link", "set", "lo", "up")

    def _at(self, number: int) -> Sequence[str]:
        return "netns", self._node(number)

    def _node(self, number: int) -> str:
        return f"{self._name}-{number}"

    def _others(self, number: int) -> list[str]:
        return [address for other, address in enumerate(self.addresses) if other != number]

    def _in_hub(self, *arguments: str) -> None:
        _run("ip", "-n", self._name, *arguments)

    def _in_node(self, number: int, *arguments: str) -> None:
        _run("ip", "-n", self._node(number), *arguments)


@contextmanager
def node_networks(count: int) -> Iterator[Networks]:
    """Networks for some nodes. Raises NoNetworks."""
    networks = Networks(count)
    try:
        networks.make()
        yield networks
    finally:
        networks.remove()


def _run(*command: str) -> None:
    subprocess.run(command, capture_output=True, text=True, check=True)


def _enter(namespace: Path) -> None:
    """Move this thread to a network."""
    descriptor = os.open(namespace, os.O_RDONLY)
    try:
        if ctypes.CDLL(None, use_errno=True).setns(descriptor, _NEW_NETWORK):
            raise OSError(ctypes.get_errno(), "a thread cannot enter another network")
    finally:
        os.close(descriptor)
