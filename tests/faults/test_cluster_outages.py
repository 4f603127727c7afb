"""What people are told while a cluster, or a part of it, does not answer; and that all goes on by itself afterwards.

`make cluster` runs these tests, and `make soak`; they need Java.
"""

import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

import pytest

from search import Config, Library
from search.errors import EngineUnavailable, IndexMissing, SeedsearchError
from tests.faults.cluster_load import ANSWERED_WITHIN, FILES, Answers, Load, engine_on, index_name, texts_of
from tests.faults.full_disk import filled
from tests.support.command import assert_fails, command_line, environment, run_command
from tests.support.engines import search
from tests.support.files import write_files
from tests.support.opensearch.distribution import Distribution
from tests.support.opensearch.networks import Networks, NoNetworks, node_networks
from tests.support.opensearch.nodes import Nodes, run_nodes
from tests.support.processes import POLL, start_process
from tests.support.profiles import rounds, seeded_random
from tests.support.soak import Trials

pytestmark = pytest.mark.timeout(1800)
PAUSED = 20.0
"""Seconds for which a node is paused: long enough for the others to wait for it, too short to be given up."""
WATERMARKS = (
    "cluster.routing.allocation.disk.threshold_enabled=true",
    "cluster.routing.allocation.disk.watermark.low=150mb",
    "cluster.routing.allocation.disk.watermark.high=100mb",
    "cluster.routing.allocation.disk.watermark.flood_stage=50mb",
    "cluster.info.update.interval=10s",
)
"""Below how much space nodes take no more shards, and no more writes. The last ones named win."""


@pytest.fixture
def load(nodes: Nodes, tmp_path: Path) -> Load:
    """An index of one round on three nodes."""
    made = Load(engine_on(nodes.hosts, index_name(tmp_path)))
    made.write()
    return made


def _eventually(action: Callable[[], object], seconds: float = 90) -> None:
    """Try something again until it goes: it may fail with errors for people before."""
    end = time.monotonic() + seconds
    while True:
        try:
            action()
        except SeedsearchError:
            assert time.monotonic() < end
            time.sleep(POLL)
        else:
            return


@contextmanager
def mounted(folder: Path, size: int) -> Iterator[Path]:
    """A file system of its own. Skip where it cannot be mounted."""
    folder.mkdir()
    made = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={size}", "none", folder], capture_output=True, text=True, check=False
    )
    if made.returncode:
        pytest.skip(f"a small disk cannot be mounted: {made.stderr.strip()}")
    try:
        yield folder
    finally:
        subprocess.run(["umount", folder], check=True)


def test_all_nodes_down_is_said_and_ends_by_itself(nodes: Nodes, load: Load, trials: Trials) -> None:
    trials()
    nodes.stop()
    for ask in (load.engine.exists, load.engine.generation, load.engine.searcher, load.engine.records):
        began = time.monotonic()
        with pytest.raises(EngineUnavailable, match="Start the cluster"):
            ask()
        assert time.monotonic() - began < ANSWERED_WITHIN + 1
    nodes.start()
    load.check_all()
    load.write()
    load.check_all()


def test_the_command_says_that_a_cluster_is_down(nodes: Nodes, tmp_path: Path, trials: Trials) -> None:
    trials()
    corpus = tmp_path / "texts"
    write_files(corpus, {f"{n}.txt": f"Ferry {n}\n\nIt left the quay." for n in range(30)})
    settings = {"SEEDSEARCH_ENGINE": "opensearch", "SEEDSEARCH_OPENSEARCH_HOSTS": ",".join(nodes.hosts)}
    done = run_command("index", corpus, at=tmp_path, **settings)
    assert (done.code, done.error) == (0, "")
    nodes.stop()
    for command in ("index", "check", "status"):
        assert_fails(run_command(command, corpus, at=tmp_path, **settings), "OpenSearch does not answer", "Start")
    assert_fails(run_command("find", "ferry", corpus, at=tmp_path, **settings), "OpenSearch does not answer", "Start")
    nodes.start()
    write_files(corpus, {"new.txt": "A new ferry"})
    done = run_command("index", corpus, at=tmp_path, **settings)
    assert (done.code, done.error) == (0, "")
    found = run_command("find", "ferry", corpus, "--json", at=tmp_path, **settings)
    assert found.json["total"] == 31


def test_an_update_that_is_killed_is_continued_by_the_next_one(nodes: Nodes, tmp_path: Path, trials: Trials) -> None:
    moments = seeded_random("killed update")
    corpus = tmp_path / "texts"
    config = Config(engine="opensearch", opensearch_hosts=tuple(nodes.hosts), opensearch_index=index_name(tmp_path))
    variables = {
        "SEEDSEARCH_ENGINE": "opensearch",
        "SEEDSEARCH_OPENSEARCH_HOSTS": ",".join(nodes.hosts),
        "SEEDSEARCH_OPENSEARCH_INDEX": config.opensearch_index,
    }
    library = Library.open(corpus, config=config)
    for round_ in range(1, rounds(3, 30) + 1):
        trials()
        write_files(corpus, texts_of(round_))
        with start_process(command_line("index", corpus), env=environment(**variables)) as process:
            with suppress(subprocess.TimeoutExpired):
                process.wait(moments.uniform(0.3, 4))
            process.kill()
        with suppress(IndexMissing):
            assert library.search("*", size=1, duplicates="all").total in {FILES * (round_ - 1), FILES * round_}
        library.update()  # at once, though the killed process had begun to write
        assert library.search("*", size=1, duplicates="all").total == FILES * round_
        assert library.check().damaged == ()


def test_a_paused_node_delays_searches_and_stops_none(nodes: Nodes, load: Load, trials: Trials) -> None:
    for number in range(nodes.count):
        trials()
        answers = Answers()
        nodes.pause(number)
        try:
            end = time.monotonic() + PAUSED
            while time.monotonic() < end:
                load.search(answers)
        finally:
            nodes.resume(number)
        assert answers.wrong == []
        assert set(answers.errors) <= {message for message in answers.errors if "OpenSearch" in message}
        trials.outcome += f"{answers}; "
        _eventually(load.write)
        load.check_all()


def test_full_disks_are_said_and_updates_go_on_when_there_is_space(
    distribution: Distribution, tmp_path: Path, trials: Trials
) -> None:
    trials()
    with mounted(tmp_path / "disk", 400 << 20) as disk, run_nodes(distribution, disk / "nodes", 3, WATERMARKS) as nodes:
        load = Load(engine_on(nodes.hosts, index_name(tmp_path)))
        load.write()
        with filled(disk / "ballast", 20 << 20):
            with pytest.raises(EngineUnavailable, match="are too full to write"):
                _write_until_refused(load)
            for _ in range(20):
                assert search(load.engine, "quay", count=1).total == FILES * load.written
        _eventually(load.write)
        load.check_all()


def _write_until_refused(load: Load) -> None:
    """Write until the cluster has noticed that its disks are full: it looks every ten seconds."""
    end = time.monotonic() + 120
    while time.monotonic() < end:
        load.write()


def test_a_node_that_is_cut_off_answers_nothing_wrong(
    distribution: Distribution, tmp_path: Path, trials: Trials
) -> None:
    trials()
    with ExitStack() as stack:
        try:
            networks = stack.enter_context(node_networks(3))
        except NoNetworks as reason:
            pytest.skip(str(reason))
        nodes = stack.enter_context(run_nodes(distribution, tmp_path / "nodes", 3, (), networks))
        client = stack.enter_context(networks.client())
        client.submit(_cut_off, nodes, networks, index_name(tmp_path)).result()


def _cut_off(nodes: Nodes, networks: Networks, name: str) -> None:
    """Part a node from the others, while clients reach all of them; then cut it off from clients too. So with each node
    in the long form."""
    load = Load(engine_on(nodes.hosts, name))
    load.write()
    for number in range(rounds(1, nodes.count)):
        for separate in (networks.part, networks.cut):
            separate(number)
            alone = engine_on([nodes.hosts[number]], name)
            _eventually(load.write)
            assert search(load.engine, "quay*", count=1).total == FILES * load.written
            with suppress(SeedsearchError):  # if it answers, then with a state that it was once
                assert search(alone, "quay*", count=1).total in {FILES * load.written, FILES * (load.written - 1)}
            if number == 0:
                with pytest.raises(EngineUnavailable), alone.writer():
                    pass
            networks.heal(number)
            nodes.wait_until_green()
            load.check_all()
