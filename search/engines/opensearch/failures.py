"""What a cluster that does not answer, or refuses, is said to people to have."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from search.credentials import AUTHORIZATION, PASSWORD, USER
from search.errors import ClusterDown, ConfigError, EngineUnavailable
from search.paths import REPAIR_HINT

OLDEST = (2, 16)
"""The oldest version of OpenSearch that has all that is asked of it."""
_START = "Start the cluster, or correct opensearch_hosts."
_RESTORE = f"Start the nodes that are down. If their disks are lost, restore a snapshot. {REPAIR_HINT}"
_WITHOUT_NODE = frozenset(("no_shard_available_action_exception", "search_phase_execution_exception"))
"""What is said of an index that has a part on no node that runs."""
_REFUSED = frozenset((401, 403))
_SCRIPTS_REFUSED = re.compile(r"cannot execute (\[inline\] scripts|scripts using)")
_NO_SCRIPTS = (
    "The OpenSearch cluster runs no inline scripts, and articles are scored by them. Ask who runs it to allow them with"
    " its settings script.allowed_types and script.allowed_contexts."
)
_LONGEST_REASON = 300


class Rejected(Exception):
    """The cluster answered, and refused. What is refused is never tried again."""

    def __init__(self, status: int, kind: str, reason: str) -> None:
        super().__init__(status, kind, reason)  # all of them, so that it can be pickled
        self.status = status
        self.kind = kind
        self.reason = reason

    def __str__(self) -> str:
        return f"{self.status} {self.kind}: {self.reason}"

    @property
    def is_conflict(self) -> bool:
        """Whether another process has changed the document."""
        return self.status == 409

    @property
    def is_missing(self) -> bool:
        """Whether there is no such index or document."""
        return self.status == 404


class NodeFailed(Exception):
    """One node cannot answer: why, in words before its address, and what to do. `lasts` if to try again is no help."""

    def __init__(self, reason: str, remedy: str = _START, *, lasts: bool = False) -> None:
        super().__init__(reason)
        self.reason = reason
        self.remedy = remedy
        self.lasts = lasts


def busy(status: int, answer: Any) -> Exception:
    """The error of a node that answers that it, or the cluster, cannot do now what it was asked."""
    kind, reason = cause_of(answer)
    if is_full(kind, reason):
        return disks_full()
    if kind in _WITHOUT_NODE:
        return NodeFailed("A part of the index is on no running node, says", _RESTORE)
    return NodeFailed(f"Answer {status}{f', {reason},' if reason else ''} from")


def cause_of(answer: Any) -> tuple[str, str]:
    """The kind of error that an answer tells, and its reason."""
    error = (answer.get("error") or answer.get("result") or {}) if isinstance(answer, Mapping) else {}
    if not isinstance(error, Mapping):
        return str(error), str(error)
    cause = (error.get("root_cause") or [error])[0]
    return str(cause.get("type", "")), str(cause.get("reason", ""))[:_LONGEST_REASON]


def is_full(kind: str, reason: str) -> bool:
    """Whether an error tells that the cluster takes no writes because its disks are nearly full."""
    return kind == "cluster_block_exception" and "read-only-allow-delete" in reason


def disks_full() -> EngineUnavailable:
    """The error of a cluster whose disks are nearly full. It lasts until there is space."""
    return EngineUnavailable(
        "The disks of the OpenSearch cluster are too full to write; searches go on. Delete something on them, or add a"
        " node, then update again."
    )


def refusal(host: str, status: int, answer: Any, *, named: bool) -> Exception:
    """The error of a node, or of the cluster if none is named, that refuses what it was asked. `named` if it was told
    who asks."""
    if status not in _REFUSED:
        kind, reason = cause_of(answer)
        return EngineUnavailable(_NO_SCRIPTS) if _SCRIPTS_REFUSED.search(reason) else Rejected(status, kind, reason)
    if status == 401:
        problem = "does not accept the name and the password" if named else "asks for a name and a password"
        remedy = f"Set {USER} and {PASSWORD}, or {AUTHORIZATION}"
    else:
        _, reason = cause_of(answer)
        problem = f"forbids this to the user{': ' if reason else ''}{reason}"
        remedy = "Ask who runs the cluster for the rights that docs/cluster.md names"
    return EngineUnavailable(f"The OpenSearch {f'node {host}' if host else 'cluster'} {problem}. {remedy}.")


def unavailable(failures: Mapping[str, NodeFailed]) -> EngineUnavailable:
    """The error where no node answers: those of all nodes, by address. Is a ClusterDown unless all of them last."""
    by_reason: dict[str, list[str]] = {}
    for host in sorted(failures):
        by_reason.setdefault(failures[host].reason, []).append(host)
    reasons = ". ".join(f"{reason} {', '.join(hosts)}" for reason, hosts in by_reason.items())
    remedies = dict.fromkeys(failures[host].remedy for host in sorted(failures))
    kind = EngineUnavailable if all(failure.lasts for failure in failures.values()) else ClusterDown
    return kind(f"OpenSearch does not answer. {reasons}. {' '.join(remedies)}")


def check_version(hosts: Sequence[str], answer: Any) -> None:
    """Raise ConfigError unless the answer of a node to GET / is that of a version that can be used."""
    version = answer.get("version") if isinstance(answer, Mapping) else None
    where = f"At {' or '.join(hosts)}"
    if not isinstance(version, Mapping):
        raise ConfigError(f"{where} there is no OpenSearch. Correct opensearch_hosts.")
    number = str(version.get("number"))
    is_opensearch = version.get("distribution") == "opensearch"
    if not is_opensearch or _comparable(number) < OLDEST:
        name = "OpenSearch" if is_opensearch else "Elasticsearch"
        oldest = ".".join(map(str, OLDEST))
        raise ConfigError(f"{where} there is {name} {number}. seedsearch needs OpenSearch {oldest} or later.")


def _comparable(number: str) -> tuple[int, ...]:
    return tuple(int(part) for part in number.split(".")[:2] if part.isdecimal())
