"""`--shard slurm` in an array job of a real Slurm, and the recipe of docs/batch.md."""
import re
import tempfile
from pathlib import Path

import pytest
import slurm
from batch_runs import DOCUMENT, PAGES, outputs
from conftest import ROOT


@pytest.fixture(scope="module")
def cluster():
    reason = slurm.reason_not_to_run()
    if reason:
        pytest.skip(reason)
    # Paths of sockets are bounded: pytest's own folders are too long.
    with tempfile.TemporaryDirectory(prefix="slurm-") as folder:
        one = slurm.Slurm(Path(folder))
        try:
            reason = one.start()
            if reason:
                pytest.skip(reason)
            yield one
        finally:
            one.stop()


def recipe():
    """The script of the chapter on Slurm."""
    text = (ROOT / "docs/batch.md").read_text(encoding="utf-8")
    return re.search(r"```sh\n(#!/bin/sh\n#SBATCH.*?)```", text, re.S).group(1)


def test_an_array_job_draws_all_pages(cluster, lode, write_map, tmp_path):
    (tmp_path / "whole").mkdir()
    lode("batch", write_map(DOCUMENT, "whole/map.yaml"), "-q")
    atlas = write_map(DOCUMENT)
    script = tmp_path / "atlas.sh"
    script.write_text(recipe().replace("lode batch map.yaml", f"{lode.path} batch {atlas}"))
    job = cluster.run("sbatch", "--parsable", "--array=1-4", "--cpus-per-task=1", "--mem=0", script, cwd=tmp_path).strip()
    states = cluster.wait_for_job(job)
    words = "".join(p.read_text() for p in tmp_path.glob("*.out"))
    assert states == ["COMPLETED"] * 4, words
    assert {p.name for p in (tmp_path / "out/map.batch").glob("*.jsonl")} == {f"{i}-of-4.jsonl" for i in range(1, 5)}
    merged = lode("merge", tmp_path / "out").stdout.decode()
    assert merged == f"{PAGES} of {PAGES} pages are there; 1 book\n"
    assert outputs(tmp_path / "out") == outputs(tmp_path / "whole/out")


def test_one_task_sent_again_says_how_many_there_are(cluster, lode, write_map, tmp_path):
    atlas = write_map(DOCUMENT)
    script = tmp_path / "again.sh"
    script.write_text(f"#!/bin/sh\n{lode.path} batch {atlas} --shard $1 -q\n")
    job = cluster.run("sbatch", "--parsable", "--array=3", "--mem=0", script, "slurm", cwd=tmp_path).strip()
    assert cluster.wait_for_job(job) == ["FAILED"]
    assert "it is not clear which shard task 3" in (tmp_path / f"slurm-{job}_3.out").read_text()
    job = cluster.run("sbatch", "--parsable", "--array=3", "--mem=0", script, "slurm/8", cwd=tmp_path).strip()
    assert cluster.wait_for_job(job) == ["COMPLETED"]
    assert len(list((tmp_path / "out").glob("*.png"))) == 4  # pages 3, 11, 19, 27 of 34
