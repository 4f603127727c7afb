"""Whatever a reader does, even one that a hostile file has taken over, costs one file and harms nothing else."""

import os
import signal
import socket
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest

from search.documents.landlock import landlock_version
from search.documents.sandbox import Sandbox
from search.documents.unreadable import UnreadableError
from search.types.files import UnreadPart
from search.types.reading import Reading
from tests.support.command import command_line, environment
from tests.support.pdf_builder import PdfBuilder, PdfPage, Text
from tests.support.places import ROOT
from tests.support.processes import POLL, TIMEOUT, process_tree, start_process

OBEDIENT = Path(__file__).with_name("obedient_reader")
READING = "from search.types.reading import Reading; readings.append(Reading('Ferry'))"
FRAME = """
import gc, socket, struct
(connection,) = (each for each in gc.get_objects() if isinstance(each, socket.socket))
def send(kind, content, length=None):
    connection.sendall(struct.pack(">cI", kind, len(content) if length is None else length) + content)
"""
"""Finds the connection to the parent, as code that has taken over the process can."""


@pytest.fixture
def sandbox(monkeypatch: pytest.MonkeyPatch) -> Iterator[Sandbox]:
    """A sandbox in which texts are run."""
    monkeypatch.setenv("PYTHONPATH", str(OBEDIENT))
    with_process = Sandbox()
    yield with_process
    with_process.stop()


def run(sandbox: Sandbox, folder: Path, code: str) -> list[Reading | UnreadPart]:
    """What a reader gives that does this."""
    path = folder / "hostile.text"
    path.write_text(code)
    return read(sandbox, path)


def read(sandbox: Sandbox, path: Path) -> list[Reading | UnreadPart]:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        return list(sandbox.read(descriptor, path.name, 10_000_000))
    finally:
        os.close(descriptor)


def reads_on(sandbox: Sandbox, folder: Path) -> bool:
    """Whether the next file is read."""
    return run(sandbox, folder, READING) == [Reading("Ferry", kind="txt")]


HANGS = {
    "sleeps": "import time; time.sleep(1000)",
    "loops": "while True: pass",
    "stops itself": "import os, signal; os.kill(os.getpid(), signal.SIGSTOP)",
    "starts others": "import os, time\nfor _ in range(3): os.fork() or time.sleep(1000)\ntime.sleep(1000)",
}
ENDS = {
    "exits": ("import os; os._exit(0)", "its reader ended"),
    "raises SystemExit": ("raise SystemExit", r"its reader failed \(SystemExit\)"),
    "raises a BaseException": ("class Panic(BaseException): pass\nraise Panic", r"its reader failed \(Panic\)"),
    "raises an error that cannot be printed": (
        "class Odd(Exception):\n def __str__(self): raise ValueError\nraise Odd",
        r"its reader failed \(Odd\)",
    ),
    "recurses": ("def f(): f()\nf()", r"its reader failed \(RecursionError\)"),
    "aborts": ("import os; os.abort()", "its reader gave up"),
    "is killed": ("import os, signal; os.kill(os.getpid(), signal.SIGKILL)", "its reader was killed"),
    "reads at address 0": ("import ctypes; ctypes.string_at(0)", r"its reader crashed \(SIGSEGV\)"),
    "closes the socket": (f"{FRAME}connection.close(); import time; time.sleep(1000)", "its reader ended"),
    "allocates without end": ("kept = []\nwhile True: kept.append(bytearray(1 << 20))", "needs more memory"),
    "allocates small things without end": ("[b'%d' % number for number in range(10**9)]", "needs more memory"),
    "sends no JSON": (f"{FRAME}send(b'R', b'harbour')", "its reader failed"),
    "sends deep JSON": (f"{FRAME}send(b'R', b'[' * 200_000)", "its reader failed"),
    "sends an unknown frame": (f"{FRAME}send(b'?', b'')", "its reader failed"),
    "sends half a frame": (f"{FRAME}send(b'R', b'', 10); import os; os._exit(0)", "its reader ended"),
    "sends a huge length": (f"{FRAME}send(b'R', b'', 0xffffffff)", "it holds too much text"),
    "sends an unknown format": (f"{FRAME}send(b'F', b'exe')", "its reader failed"),
    "sends a wrong reading": (f"{FRAME}send(b'R', b'{{}}')", "its reader failed"),
    "sends an unknown error": (f"{FRAME}send(b'E', b'[\"bored\", \"is dull\"]')", "its reader failed"),
    "sends an endless text": (f"{FRAME}send(b'R', b'\"' + b'x' * 70_000_000)", "it holds too much text"),
}


@pytest.mark.parametrize(("code", "message"), ENDS.values(), ids=ENDS)
def test_a_reader_costs_only_its_file_whatever_it_does(
    sandbox: Sandbox, tmp_path: Path, code: str, message: str
) -> None:
    with pytest.raises(UnreadableError, match=message):
        run(sandbox, tmp_path, code)
    assert reads_on(sandbox, tmp_path)


@pytest.mark.parametrize("code", HANGS.values(), ids=HANGS)
def test_a_reader_that_hangs_is_ended_with_all_that_it_started(sandbox: Sandbox, tmp_path: Path, code: str) -> None:
    sandbox.seconds = 2
    with pytest.raises(UnreadableError, match="takes more than 2 seconds to read"):
        run(sandbox, tmp_path, code)
    end = time.monotonic() + TIMEOUT
    while _workers(OBEDIENT):  # those that it started are killed with it, and end a little later
        assert time.monotonic() < end
        time.sleep(POLL)
    sandbox.seconds = 60
    assert reads_on(sandbox, tmp_path)


def test_what_comes_before_a_failure_is_read(sandbox: Sandbox, tmp_path: Path) -> None:
    code = f"{READING}; readings = map(lambda n: readings_[n], (0, 1)); readings_ = [Reading('Ferry')]"
    path = tmp_path / "hostile.text"
    path.write_text(code)
    descriptor = os.open(path, os.O_RDONLY)
    readings = sandbox.read(descriptor, path.name, 10_000_000)
    assert next(readings) == Reading("Ferry", kind="txt")
    with pytest.raises(UnreadableError):
        next(readings)
    os.close(descriptor)


def test_a_member_that_kills_the_process_costs_this_member(sandbox: Sandbox, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("a.txt", READING)
        archive.writestr("b.txt", "import os; os.abort()")
        archive.writestr("c.txt", f"{READING}; import time; time.sleep(0)")
        archive.writestr("d.txt", "import os; os._exit(3)")
        archive.writestr("e.txt", READING)
    parts = read(sandbox, tmp_path / "a.zip")
    assert [(part.part, isinstance(part, Reading)) for part in parts] == [
        ("a.txt", True),
        ("b.txt", False),
        ("c.txt", True),
        ("d.txt", False),
        ("e.txt", True),
    ]


PAGES = """
import os
from search.types.files import UnreadPart
from search.types.reading import Reading
def pages(count, deadly):
    lost = source.lost_pages
    for number in range(1, max(lost) if len(lost) > 3 else count + 1):
        source.begin_page(number)
        if number in lost:
            yield UnreadPart(f"page {number}", lost[number], "reader failed")
        elif number in deadly:
            os.abort()
    yield Reading("Ferry")
"""
"""A reader that dies of some pages."""


@pytest.mark.parametrize(
    ("deadly", "lost"), [((2,), [2]), ((1, 4, 5), [1, 4, 5]), ((2, 3, 5, 6, 8), [2, 3, 5])], ids=["1", "3", "5"]
)
def test_a_page_that_kills_the_process_costs_this_page(
    sandbox: Sandbox, tmp_path: Path, deadly: tuple[int, ...], lost: list[int]
) -> None:
    *parts, reading = run(sandbox, tmp_path, f"{PAGES}\nreadings = pages(9, {deadly})")
    assert reading == Reading("Ferry", kind="txt")
    assert [part.part for part in parts] == [f"page {number}" for number in lost]
    assert all(isinstance(part, UnreadPart) and "its reader gave up" in part.message for part in parts)


def test_a_reader_that_dies_of_a_page_that_it_is_to_leave_out_costs_the_file(sandbox: Sandbox, tmp_path: Path) -> None:
    with pytest.raises(UnreadableError, match="its reader gave up"):
        run(sandbox, tmp_path, "source.begin_page(2); import os; os.abort()")


def test_a_page_of_a_pdf_that_takes_all_memory_costs_this_page(sandbox: Sandbox, tmp_path: Path) -> None:
    pages = [PdfPage([Text(72, 72, f"The ferry number {number} stays.")]) for number in (1, 2, 3)]
    pages[1] = replace(pages[1], operators=b"0 0 m 9 9 l S\n" * 1_500_000)
    (tmp_path / "a.pdf").write_bytes(PdfBuilder(pages).build())
    lost, reading = read(sandbox, tmp_path / "a.pdf")
    assert isinstance(lost, UnreadPart)
    assert (lost.part, lost.reason) == ("page 2", "reader failed")
    assert "needs more memory than it may take" in lost.message
    assert isinstance(reading, Reading)
    assert reading.text.split() == "The ferry number 1 stays. The ferry number 3 stays.".split()  # noqa: SIM905
    assert [at.number for at in reading.breaks] == [1, 2, 3]


@pytest.mark.soak
def test_twenty_deaths_end_a_file(sandbox: Sandbox, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        for number in range(25):
            archive.writestr(f"{number:02}.txt", "import os; os._exit(3)")
    parts = read(sandbox, tmp_path / "a.zip")
    assert [part.part for part in parts] == [*(f"{number:02}.txt" for number in range(20)), ""]
    assert isinstance(parts[-1], UnreadPart)
    assert parts[-1].message == "is not read further: its reader failed 20 times"


def test_a_reader_can_write_no_file_and_reach_no_network(sandbox: Sandbox, tmp_path: Path) -> None:
    victim = tmp_path / "victim"
    write = f"open({str(victim)!r}, 'wb', 0).write(b'harbour')"
    with pytest.raises(UnreadableError, match="its reader failed"):
        run(sandbox, tmp_path, write)
    assert not victim.exists() or not victim.read_bytes()
    if subprocess.run(["unshare", "-Urn", "true"], capture_output=True, check=False).returncode:
        pytest.skip("needs user namespaces")
    with socket.create_server(("127.0.0.1", 0)) as server:
        connect = f"import socket; socket.create_connection(('127.0.0.1', {server.getsockname()[1]}), 1)"
        with pytest.raises(UnreadableError, match="its reader failed"):
            run(sandbox, tmp_path, connect)


@pytest.mark.soak
def test_members_that_hang_are_not_waited_for_without_end(sandbox: Sandbox, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        for number in range(9):
            archive.writestr(f"{number}.txt", HANGS["sleeps"])
    sandbox.seconds = 3
    parts = read(sandbox, tmp_path / "a.zip")
    assert [part.part for part in parts] == ["0.txt", "1.txt", "2.txt", ""]


CHANGES = """
import os, signal, socket
from search.types.reading import Reading
for change in (
    lambda: open(victim, "r+b").close(),
    lambda: os.truncate(victim, 0),
    lambda: os.unlink(victim),
    lambda: os.rename(victim, victim + "2"),
    lambda: os.link(victim, victim + "2"),
    lambda: os.symlink(victim, victim + "2"),
    lambda: os.mkdir(victim + "2"),
    lambda: os.mkfifo(victim + "2"),
    lambda: os.kill(os.getppid(), 0),
    lambda: socket.socket().connect(("127.0.0.1", port)),
    lambda: socket.socket().bind(("127.0.0.1", 0)),
):
    try:
        change()
        readings.append(Reading("done"))
    except OSError as error:
        readings.append(Reading(type(error).__name__))
"""


@pytest.mark.skipif(landlock_version() < 6, reason="needs Landlock of Linux 6.12")
def test_a_reader_changes_no_file_and_reaches_no_process(
    sandbox: Sandbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    victim, scratch = tmp_path / "victim", tmp_path / "scratch"
    scratch.mkdir()
    monkeypatch.setenv("TMPDIR", str(scratch))
    victim.write_text("The ferry stays.")
    with socket.create_server(("127.0.0.1", 0)) as server:
        parts = run(sandbox, tmp_path, f"victim, port = {str(victim)!r}, {server.getsockname()[1]}\n{CHANGES}")
    assert [part.text for part in parts if isinstance(part, Reading)] == ["PermissionError"] * 11
    assert (victim.read_text(), sorted(path.name for path in tmp_path.iterdir())) == (
        "The ferry stays.",
        ["hostile.text", "scratch", "victim"],
    )


def test_a_program_that_a_reader_starts_may_write_temporary_files(sandbox: Sandbox, tmp_path: Path) -> None:
    code = f"""
import resource, subprocess, tempfile
raised = lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY,) * 2)
with tempfile.TemporaryDirectory() as folder:
    subprocess.run(["cp", "/proc/self/cmdline", folder], preexec_fn=raised, check=True)
{READING}
"""
    assert run(sandbox, tmp_path, code) == [Reading("Ferry", kind="txt")]


def test_a_reader_opens_few_files(sandbox: Sandbox, tmp_path: Path) -> None:
    with pytest.raises(UnreadableError, match=r"its reader failed \(OSError\)"):
        run(sandbox, tmp_path, "import os\nwhile True: os.dup(0)")


PARENT = """
import os, sys
from search.documents.sandbox import Sandbox
sandbox = Sandbox()
try:
    list(sandbox.read(os.open(sys.argv[1], os.O_RDONLY), "a.text", 10_000_000))
except KeyboardInterrupt:
    sys.exit(130)
"""


@pytest.mark.parametrize("reader", ["sleeps", "loops", "stops itself"])
@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGINT])
def test_no_process_outlives_its_parent(tmp_path: Path, reader: str, number: int) -> None:
    path, begun = tmp_path / "hostile.text", tmp_path / "begun"
    os.mkfifo(begun)
    path.write_text(f"import os; os.open({str(begun)!r}, os.O_WRONLY)\n{HANGS[reader]}")
    with subprocess.Popen(
        [sys.executable, "-c", PARENT, path],
        env=environment(PYTHONPATH=f"{ROOT}:{OBEDIENT}"),
        stderr=subprocess.PIPE,
    ) as parent:
        os.close(os.open(begun, os.O_RDONLY))  # waits until the reader is at work
        processes = process_tree(parent.pid)
        assert len(processes) == 2
        parent.send_signal(number)
        _, error = parent.communicate(timeout=TIMEOUT)
    assert error == b""
    end = time.monotonic() + 5
    while any(map(_is_alive, processes)):
        assert time.monotonic() < end
        time.sleep(POLL)


@pytest.mark.parametrize("size", [1, 9_000_000], ids=["one process", "two processes"])
def test_ctrl_c_ends_the_reading_of_documents(tmp_path: Path, size: int) -> None:
    folder, begun = tmp_path / "texts", tmp_path / "begun"
    folder.mkdir()
    os.mkfifo(begun)
    hang = f"import os; os.open({str(begun)!r}, os.O_WRONLY)\n{HANGS['loops']}\n{'#' * size}"
    for name in ("a.pdf", "b.pdf"):  # a text with another suffix is read as a text, but in a sandbox
        (folder / name).write_text(hang)
    with start_process(
        command_line("index", folder, "--index", tmp_path / "index", "--workers", "2"),
        env=environment(PYTHONPATH=f"{ROOT}:{OBEDIENT}"),
        start_new_session=True,
    ) as command:
        os.close(os.open(begun, os.O_RDONLY))  # waits until a reader is at work
        processes = process_tree(command.pid)
        assert len(processes) >= 2
        os.killpg(command.pid, signal.SIGINT)
        _, error = command.communicate(timeout=TIMEOUT)
    assert (command.returncode, b"Traceback" in error) == (130, False), error
    end = time.monotonic() + 5
    while any(map(_is_alive, processes)):
        assert time.monotonic() < end
        time.sleep(POLL)


LIBRARIES = {
    "lxml": "import lxml.html; kept = lxml.html.fromstring('<p>harbour' * 10_000_000)",
    "pdfium": "import pypdfium2; kept = [pypdfium2.PdfBitmap.new_native(5000, 5000, 4) for _ in range(9)]",
    "expat": "import xml.etree.ElementTree as tree; kept = tree.fromstring('<a>' + '<b/>' * 5_000_000 + '</a>')",
    "zlib": "import zlib; kept = zlib.decompress(zlib.compress(bytes(450_000_000), 1))",
    "NumPy": "import numpy; kept = numpy.ones(60_000_000)",
    "mmap": "import mmap; kept = mmap.mmap(-1, 450_000_000, mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS)",
}


@pytest.mark.soak
@pytest.mark.parametrize("code", LIBRARIES.values(), ids=LIBRARIES)
def test_no_library_takes_more_memory_than_a_reader_may(sandbox: Sandbox, tmp_path: Path, code: str) -> None:
    with pytest.raises(UnreadableError, match=r"memory|XMLSyntaxError"):
        run(sandbox, tmp_path, code)


def _is_alive(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def _workers(folder: Path) -> list[int]:
    """Processes of sandboxes that have a folder on their path."""
    found = []
    for path in Path("/proc").glob("[0-9]*/environ"):
        with suppress(OSError):
            is_worker = b"sandbox_worker" in path.with_name("cmdline").read_bytes()
            if is_worker and os.fsencode(folder) in path.read_bytes():
                found.append(int(path.parent.name))
    return found
