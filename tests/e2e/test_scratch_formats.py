"""A format of output more, by one row: lode-scratch has the row '.scratch' of tests/scratch/format_row.inc. It is
written, and named wherever formats are named, without any other change."""
import json
import re

import pytest

from conftest import Lode, ROOT

MAP = "lode: 1\ndata: {c: '{layers}/countries.shp'}\nlayers: [{fill: c}]\nmap: {extent: [60, 29, 75, 39]}\n"
ALL = ".png, .pdf, .svg or .scratch"


@pytest.fixture(scope="module")
def scratch():
    path = ROOT / "build/tests/scratch/lode-scratch"
    if not path.exists():
        pytest.skip(f"{path} is not built")
    return Lode(path)


def plain(run):
    return " ".join(run.stdout.decode().split())


def test_render_writes_it(scratch, write_map, tmp_path):
    path = write_map(MAP + "outputs: [a.scratch, a.SCRATCH]\n")
    scratch("render", path)
    trace = scratch("show", "--after", "scene", path).stdout
    assert len(trace) > 1000
    assert (tmp_path / "a.scratch").read_bytes() == (tmp_path / "a.SCRATCH").read_bytes() == trace


def test_batch_writes_it(scratch, write_map, tmp_path):
    text = MAP + ("atlas: {over: c, filter: ADM0_A3 = 'AFG', key: ADM0_A3, output: 'out/{page.key}.scratch'}\n")
    scratch("batch", write_map(text))
    assert (tmp_path / "out/AFG.scratch").read_text(encoding="utf-8").startswith("page ")


def test_quick_and_near_and_palettes_write_it(scratch, tmp_path):
    layers = ROOT / "layers"
    scratch("quick", layers / "countries.shp", "-o", tmp_path / "q.scratch")
    scratch("palettes", "Blues", "-o", tmp_path / "p.scratch")
    scratch("near", layers / "deposits.shp", layers / "places.shp", "--within", "5km", "-m", tmp_path / "n.scratch")
    for name in "qpn":
        assert (tmp_path / f"{name}.scratch").stat().st_size > 1000


def test_hints_name_it(scratch, write_map, tmp_path):
    faults = [
        scratch("check", write_map(MAP + "outputs: a.gif\n"), status=2),
        scratch("check", write_map(MAP + "atlas: {over: c, key: ADM0_A3, output: '{page.key}.gif'}\n"), status=2),
        scratch("render", write_map(MAP), "-o", "a.gif", status=2),
        scratch("palettes", "-o", "a.gif", status=2),
        scratch("quick", ROOT / "layers/countries.shp", "-o", tmp_path / "a.gif", status=2),
    ]
    for run in faults:
        assert f"hint: use {ALL}\n" in run.stderr.decode()


@pytest.mark.parametrize("command", ["render", "quick", "near", "palettes"])
def test_help_names_it(scratch, command):
    assert ALL in plain(scratch(command, "--help"))


def test_manual_and_completions_name_it(scratch):
    assert "PNG, PDF, SVG or Scratch" in plain(scratch("help", "--man"))
    assert "of a PNG or Scratch" in plain(scratch("render", "--help"))
    for shell in ("zsh", "fish"):
        assert ALL in plain(scratch("help", "--completion", shell))


def test_the_schema_names_it(scratch):
    schema = json.loads(scratch("schema").stdout)
    defs = schema["$defs"]
    outputs = defs["map-document"]["properties"]["outputs"]
    atlas = defs["atlas"]["properties"]
    assert outputs["description"].endswith(ALL) and atlas["output"]["description"].endswith(ALL)
    for one in (outputs["anyOf"][0], outputs["anyOf"][1]["items"], atlas["output"]["anyOf"][0]):
        assert "map.scratch" in one["examples"]
        for name, good in (("a.scratch", True), ("a.ScratcH", True), ("a.scratchy", False), ("a.gif", False)):
            assert bool(re.search(one["pattern"], name)) == good
    assert not re.search(atlas["book"]["pattern"], "a.scratch")  # no book can be made of it
