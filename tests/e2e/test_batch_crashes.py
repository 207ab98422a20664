"""`lode batch` when things go wrong: workers and parents killed, full disks, folders gone, two at once."""
import os
import random
import shutil
import signal
import subprocess
import time
from pathlib import Path

import pytest
from batch_runs import DOCUMENT, PAGES, events, outputs, state, temporaries
from conftest import ENV, ROOT
from PIL import Image


@pytest.fixture(scope="module")
def reference(lode, tmp_path_factory):
    folder = tmp_path_factory.mktemp("reference")
    (folder / "map.yaml").write_text(DOCUMENT.replace("{layers}", str(ROOT / "layers")))
    lode("batch", folder / "map.yaml", "-j", 2)
    return outputs(folder / "out")


@pytest.fixture
def atlas(write_map):
    return write_map(DOCUMENT)


def start(lode, atlas, *options, **kw):
    # What nohup ignores stays ignored in its children; here signals are to do what they do.
    usual = {"preexec_fn": lambda: [signal.signal(s, signal.SIG_DFL) for s in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)]}
    return subprocess.Popen([lode.path, "batch", atlas, *options], env=ENV, stderr=subprocess.PIPE, **usual, **kw)


def children(pid):
    """Workers of a run, by the parent that /proc tells."""
    ret = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rsplit(") ", 1)[1].split()
        except OSError:
            continue
        if int(fields[1]) == pid and fields[0] != "Z":
            ret.append(int(stat.parent.name))
    return ret


def wait_for(condition, seconds=60):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        found = condition()
        if found:
            return found
        time.sleep(0.01)
    pytest.fail("waited in vain")


def is_gone(pid):
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(") ", 1)[1][0] == "Z"
    except OSError:
        return True


def done(out):
    journal = state(out) / "all.jsonl"
    return journal.read_bytes().count(b'"event":"done"') if journal.exists() else 0


@pytest.mark.parametrize("seed", range(3))
def test_a_killed_worker_costs_nothing(seed, lode, atlas, reference):
    run = start(lode, atlas, "-j2")
    wait_for(lambda: done(atlas.parent / "out") > 3 * seed)
    os.kill(random.Random(seed).choice(wait_for(lambda: children(run.pid))), signal.SIGKILL)
    words = run.communicate(timeout=120)[1].decode()
    assert run.returncode == 0, words
    assert outputs(atlas.parent / "out") == reference
    assert not temporaries(atlas.parent / "out")
    retries = [e for e in events(state(atlas.parent / "out") / "all.jsonl") if e["event"] == "retry"]
    assert len(retries) <= 1
    if retries:  # it was not idle
        assert "was killed by signal 9 (Killed); the page is tried once more" in words


@pytest.mark.parametrize("seed", range(4))
def test_a_killed_parent_costs_nothing_that_was_done(seed, lode, atlas, reference):
    out, pick = atlas.parent / "out", random.Random(seed)
    was_done = 0
    for _ in range(3):
        run = start(lode, atlas, "-j2", "--resume")
        goal = min(was_done + pick.randint(1, 8), PAGES - 1)
        wait_for(lambda: done(out) >= goal)
        time.sleep(pick.random() * 0.05)
        workers = children(run.pid)
        run.kill()
        run.communicate()
        wait_for(lambda: all(is_gone(pid) for pid in workers))
        assert done(out) >= was_done
        was_done = done(out)
    run = lode("batch", atlas, "-j2", "--resume")
    assert f"{PAGES - was_done} drawn, {was_done} unchanged" in run.stderr.decode()
    assert outputs(out) == reference
    assert not temporaries(out)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_ends_it_at_once_and_in_order(number, lode, atlas, reference):
    out = atlas.parent / "out"
    run = start(lode, atlas, "-j2", "--report", atlas.parent / "report.json")
    wait_for(lambda: done(out) > 2)
    workers, begun = children(run.pid), time.monotonic()
    run.send_signal(number)
    words = run.communicate(timeout=30)[1].decode()
    assert run.returncode == -number
    assert time.monotonic() - begun < 3
    assert "not made" in words
    assert all(is_gone(pid) for pid in workers)
    assert not temporaries(out)
    journal = events(state(out) / "all.jsonl")
    assert journal[-1]["event"] == "end" and journal[-1]["status"] == "interrupted"
    assert '"end": "interrupted"' in (atlas.parent / "report.json").read_text()
    lode("batch", atlas, "--resume", "-q")
    assert outputs(out) == reference


def test_what_a_worker_died_of_is_told_when_children_are_ignored(lode, atlas):
    """Whoever starts it may ignore SIGCHLD, as some daemons do; the system then forgets how children ended."""
    run = subprocess.Popen([lode.path, "batch", atlas, "-j1"], env=ENV, stderr=subprocess.PIPE,
                           preexec_fn=lambda: signal.signal(signal.SIGCHLD, signal.SIG_IGN))
    os.kill(wait_for(lambda: children(run.pid))[0], signal.SIGKILL)
    assert b"was killed by signal 9" in run.communicate(timeout=60)[1]
    assert run.returncode == 0


def test_a_second_run_is_refused(lode, atlas, reference):
    out = atlas.parent / "out"
    run = start(lode, atlas, "-j1")
    wait_for(lambda: done(out) > 0)
    second = lode("batch", atlas, status=1).stderr.decode()
    assert f"another run writes into '{out}': process {run.pid} on " in second
    assert "another run" in lode("batch", atlas, "--shard", "1/2", status=1).stderr.decode()
    assert "another run" in lode("merge", out, status=1).stderr.decode()
    run.communicate(timeout=120)
    assert run.returncode == 0 and outputs(out) == reference


def test_a_folder_that_vanishes(lode, atlas):
    out = atlas.parent / "out"
    run = start(lode, atlas, "-j1")
    wait_for(lambda: done(out) > 2)
    for _ in range(20):  # the run makes files in it while it is removed
        shutil.rmtree(out, ignore_errors=True)
        if not out.exists():
            break
    words = run.communicate(timeout=60)[1].decode()
    assert run.returncode == 1 and f"the folder '{out}' is gone: stopped" in words
    assert "--resume" in words
    lode("batch", atlas, "--resume")
    assert len(list(out.glob("*.png"))) == PAGES


@pytest.fixture
def small_disk(tmp_path):
    if os.geteuid():
        pytest.skip("only root may mount a small disk")
    disk = tmp_path / "out"
    disk.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=600k", "tmpfs", disk], capture_output=True).returncode:
        pytest.skip("no disk can be mounted here")
    yield disk
    subprocess.run(["umount", "-l", disk], check=True)


def test_a_full_disk(small_disk, lode, atlas, reference):
    run = lode("batch", atlas, "-j2", status=3)
    words = run.stderr.decode()
    assert f"the disk of '{small_disk}' is full: stopped" in words and "--resume" in words
    assert words.count("error:") <= 4, words
    assert not temporaries(small_disk)
    journal = events(state(small_disk) / "all.jsonl")
    whole = [f["name"] for e in journal if e["event"] == "done" for f in e["files"]]
    assert whole
    for name in whole:
        assert (small_disk / name).read_bytes() == reference[name]
    for png in small_disk.glob("*.png"):
        Image.open(png).load()
    subprocess.run(["mount", "-o", "remount,size=64m", small_disk], check=True)
    lode("batch", atlas, "--resume")
    assert outputs(small_disk) == reference


def test_progress_on_a_terminal(lode, atlas):
    """Messages do not run into the line that changes; nothing is left of it at the end."""
    import pty
    main, other = pty.openpty()
    run = subprocess.Popen([lode.path, "batch", atlas, "-j2"], env={**ENV, "TERM": "xterm"}, stderr=other,
                           stdout=other, stdin=other)
    os.close(other)
    text = b""
    while True:
        try:
            part = os.read(main, 65536)
        except OSError:
            break
        if not part:
            break
        text += part
    assert run.wait(timeout=60) == 0
    os.close(main)
    assert text.count(b"\r\x1b[K[") > 3 and b" of 34 drawn" in text and b" left | AFG-" in text
    shown = b"\n".join(line.split(b"\x1b[K")[-1] for line in text.split(b"\r\n")).decode()
    assert "34 pages: 34 drawn, 0 unchanged; 1 book; " in shown and "[#" not in shown
