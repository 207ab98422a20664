"""`lode batch`: the same bytes however it is run, only what changed, what is told."""
import json
import os
import re
import shutil
import signal
import subprocess
import time

import pytest
from batch_runs import DOCUMENT, PAGES, events, outputs, state, temporaries
from conftest import ENV, ROOT
from osgeo import ogr
from PIL import Image


@pytest.fixture(scope="module")
def reference(lode, tmp_path_factory):
    """The outputs of one run with one worker."""
    folder = tmp_path_factory.mktemp("reference")
    (folder / "map.yaml").write_text(DOCUMENT.replace("{layers}", str(ROOT / "layers")))
    lode("batch", folder / "map.yaml", "-j", 1)
    return outputs(folder / "out")


@pytest.fixture
def atlas(write_map):
    return write_map(DOCUMENT)


def test_every_page_and_the_book_are_there(reference):
    assert sum(name.endswith(".png") for name in reference) == PAGES
    assert sum(name.startswith("svg/") for name in reference) == PAGES
    assert "book.pdf" in reference


@pytest.mark.parametrize("jobs", [2, 4])
def test_the_same_bytes_with_any_number_of_workers(jobs, lode, atlas, reference):
    lode("batch", atlas, "-j", jobs)
    assert outputs(atlas.parent / "out") == reference


def test_shards_give_the_same_bytes_as_the_whole(lode, atlas, reference):
    runs = [subprocess.Popen([lode.path, "batch", atlas, "--shard", f"{i}/3", "-j1", "-q"], env=ENV)
            for i in (3, 1, 2)]
    assert [run.wait(timeout=120) for run in runs] == [0, 0, 0]
    assert "book.pdf" not in outputs(atlas.parent / "out")
    merged = lode("merge", atlas.parent / "out")
    assert merged.stdout.decode() == f"{PAGES} of {PAGES} pages are there; 1 book\n"
    assert outputs(atlas.parent / "out") == reference
    assert [p.name for p in state(atlas.parent / "out").glob("*.jsonl")] == ["all.jsonl"]
    assert b"0 drawn, 34 unchanged" in lode("batch", atlas).stderr


def test_shards_in_folders_of_their_own(lode, write_map, tmp_path, reference):
    folders = []
    for i in (1, 2):
        (tmp_path / f"node{i}").mkdir()
        atlas = write_map(DOCUMENT, f"node{i}/map.yaml")
        lode("batch", atlas, "--shard", f"{i}/2", "-q")
        folders.append(atlas.parent / "out")
    run = lode("merge", *folders, "-o", tmp_path / "all")
    assert b"34 brought here" in run.stdout
    assert outputs(tmp_path / "all") == reference
    again = lode("merge", *folders, "-o", tmp_path / "all")
    assert b"34 of 34" in again.stdout and outputs(tmp_path / "all") == reference


def test_gnu_parallel(lode, atlas, reference):
    if not shutil.which("parallel"):
        pytest.skip("GNU parallel is not installed")
    keys = lode("batch", atlas, "--list").stdout.decode()
    assert len(keys.splitlines()) == PAGES
    five = "\n".join(",".join(keys.split()[i:i + 5]) for i in range(0, PAGES, 5)) + ",\n"  # paste -d, - - - - -
    subprocess.run(["parallel", "--will-cite", "-j2", lode.path, "batch", atlas, "-j1", "-q", "--only", "{}"],
                   input=five, text=True, env=ENV, check=True, timeout=200)
    lode("merge", atlas.parent / "out")
    assert outputs(atlas.parent / "out") == reference


def test_only_what_changed_is_drawn_again(lode, atlas):
    out = atlas.parent / "out"
    lode("batch", atlas)
    before = {p: p.stat().st_mtime_ns for p in out.rglob("*.png")}
    assert b"0 drawn, 34 unchanged" in lode("batch", atlas).stderr
    (out / "AFG-1741.png").unlink()
    (out / "AFG-1742.png").write_bytes(b"shorter")
    run = lode("batch", atlas, "--explain")
    assert b"2 drawn, 32 unchanged" in run.stderr
    assert b"'AFG-1741' is drawn: 'AFG-1741.png' is missing, or was changed" in run.stderr
    changed = {p.stem for p in out.rglob("*.png") if before[p] != p.stat().st_mtime_ns}
    assert changed == {"AFG-1741", "AFG-1742"}
    atlas.write_text(atlas.read_text().replace("#eee8dc", "#eee8dd"))
    dry = lode("batch", atlas, "--dry-run").stdout.decode().splitlines()
    assert len(dry) == PAGES
    assert all(line.split("\t")[1] == "draw" and "changed: " in line for line in dry)
    assert b"34 unchanged" not in lode("batch", atlas).stderr


def test_a_feature_that_moves_makes_its_pages_stale(lode, atlas):
    sites = atlas.parent / "sites.csv"
    sites.write_text("name,lon,lat\nA,69.2,34.5\nB,62.2,34.3\n")  # near Kabul, near Hirat
    atlas.write_text(atlas.read_text().replace("layers:", "  sites: {file: sites.csv, x: lon, y: lat, crs: EPSG:4326}\nlayers:", 1)
                     .replace("page:", "  - {marker: sites, color: blue}\npage:", 1))
    lode("batch", atlas)
    sites.write_text("name,lon,lat\nA,69.2,34.5\nB,62.2,34.4\n")
    run = lode("batch", atlas, "--explain").stderr.decode()
    drawn = [line for line in run.splitlines() if "is drawn:" in line]
    assert 1 <= len(drawn) <= 12, run  # a page's window is that of its paper: neighbours see the site too
    assert all("changed: data: sites" in line for line in drawn)
    assert any("AFG-1742" in line for line in drawn)


def test_keys_choose_pages(lode, atlas):
    lode("batch", atlas, "--only", "AFG-1741,AFG-1742", "--only", "AFG-177?", "-q")
    made = {p.stem for p in (atlas.parent / "out").glob("*.png")}
    assert made == {"AFG-1741", "AFG-1742", "AFG-1770", "AFG-1771", "AFG-1772", "AFG-1773", "AFG-1774"}
    run = lode("batch", atlas, "--only", "AFG-1714", status=2)
    assert b"no page has the key 'AFG-1714'" in run.stderr and b"did you mean 'AFG-1" in run.stderr


@pytest.mark.parametrize("options, words", [
    (["--shard", "0/3"], "not a shard: '0/3'"),
    (["--shard", "4/3"], "not a shard: '4/3'"),
    (["--shard", "slurm"], "SLURM_ARRAY_TASK_ID is not set"),
    (["--shard", "k8s/4"], "JOB_COMPLETION_INDEX is not set"),
    (["--keep-going", "--fail-fast"], "do not go together"),
    (["--resume", "--force"], "do not go together"),
    (["-j", "0"], "not a value for '--jobs'"),
    (["--report", "nowhere/report.json"], "cannot write 'nowhere/report.json'"),
])
def test_a_wrong_call_is_refused_before_any_work(options, words, lode, atlas):
    run = lode("batch", atlas, *options, status=None)
    assert run.returncode in (1, 2) and words in run.stderr.decode()
    assert not (atlas.parent / "out").exists()


def test_what_looks_writes_nothing(lode, atlas):
    lode("batch", atlas, "--list")
    lode("batch", atlas, "--dry-run")
    assert sorted(p.name for p in atlas.parent.iterdir()) == ["map.yaml"]


def test_a_document_without_an_atlas(lode, write_map):
    text = DOCUMENT[:DOCUMENT.index("atlas:")]
    run = lode("batch", write_map(text), status=2)
    assert b"atlas" in run.stderr


# ---- pages that fail

SHAPES = {"type": "FeatureCollection", "features": [
    {"type": "Feature", "properties": {"name": name}, "geometry": shape and {
        "type": "Polygon", "coordinates": [[[x, 30], [x + 1, 30], [x + 1, 31], [x, 31], [x, 30]]]}}
    for x, (name, shape) in enumerate([("a", True), ("broken", False), ("c", True), ("d", True)], 60)]}


@pytest.fixture
def with_a_broken_page(write_map, tmp_path):
    (tmp_path / "areas.geojson").write_text(json.dumps(SHAPES))
    return write_map("""
lode: 1
data: {areas: areas.geojson}
layers: [{fill: areas, color: '#ccb'}]
page: {size: A6}
atlas: {over: areas, key: name, output: 'out/{page.name}.png', book: out/book.pdf}
dpi: 40
""")


def test_a_page_that_fails_costs_itself_only(lode, with_a_broken_page, tmp_path):
    run = lode("batch", with_a_broken_page, "--report", tmp_path / "report.json", status=3)
    words = run.stderr.decode()
    assert "in: page 'broken'" in words and "3 drawn, 0 unchanged, 1 failed" in words
    assert "the book '" in words and "is not made: 1 of its 4 pages are missing" in words
    assert {p.name for p in (tmp_path / "out").glob("*.png")} == {"a.png", "c.png", "d.png"}
    assert not (tmp_path / "out/book.pdf").exists()
    report = json.loads((tmp_path / "report.json").read_text())
    assert (report["status"], report["done"], report["failed"], report["not_made"]) == (3, 3, 1, 0)
    pages = {p["key"]: p for p in report["page_list"]}
    assert list(pages) == ["a", "broken", "c", "d"]
    assert "no geometry" in pages["broken"]["reason"] and pages["broken"]["attempts"] == 1
    assert pages["a"]["files"] == ["a.png"] and pages["a"]["ms"] > 0
    again = lode("batch", with_a_broken_page, "--resume", "--explain", status=3).stderr.decode()
    assert "'broken' is drawn: failed before:" in again and "0 drawn, 3 unchanged, 1 failed" in again


def test_fail_fast_and_none(lode, with_a_broken_page, tmp_path):
    run = lode("batch", with_a_broken_page, "--fail-fast", "-j1", status=3)
    assert b"1 drawn, 0 unchanged, 1 failed, 2 not made" in run.stderr
    shutil.rmtree(tmp_path / "out")
    lode("batch", with_a_broken_page, "--only", "broken", status=1)


# ---- merging

def test_gaps_are_told_by_page_and_shard(lode, with_a_broken_page, tmp_path):
    lode("batch", with_a_broken_page, "--shard", "1/3", status=0)
    lode("batch", with_a_broken_page, "--shard", "2/3", status=1)
    (tmp_path / "out/d.png").unlink()
    run = lode("merge", tmp_path / "out", status=3)
    words = run.stderr.decode()
    assert "shard 3/3 has not run, or its journal is not here: 1 pages" in words
    assert "the page 'broken' of shard 2/3 is missing: failed:" in words
    assert "the page 'd' of shard 1/3 is missing: 'd.png' is missing, or was changed" in words
    assert run.stdout.decode().startswith("1 of 4 pages are there, 3 missing")


def test_pages_made_twice(lode, atlas, tmp_path):
    lode("batch", atlas, "--only", "AFG-1741,AFG-1742", "-q")
    lode("batch", atlas, "--only", "AFG-1742", "-q")
    lode("batch", atlas, "--only", "AFG-1741", "-q", "--set", "page.size=A5")
    run = lode("merge", tmp_path / "out", status=3)
    assert b"'AFG-1741' was made twice, with different results" in run.stderr
    assert b"'AFG-1742' was made twice" not in run.stderr
    assert b"2 were made twice" in run.stdout


def test_a_folder_with_two_names_is_one(lode, atlas, tmp_path):
    lode("batch", atlas, "--only", "AFG-1741", "-q")
    run = lode("merge", tmp_path / "out", f"{tmp_path}/out/../out", "-o", f"{tmp_path}/./out", status=3)
    assert run.stdout == b"1 of 34 pages are there, 33 missing\n"
    assert [p.name for p in state(tmp_path / "out").glob("*.jsonl")] == ["all.jsonl"]


def test_folders_without_a_journal(lode, tmp_path):
    assert b"no journal in" in lode("merge", tmp_path, status=1).stderr
    assert b"No such file" in lode("merge", tmp_path / "none", status=1).stderr
    (tmp_path / "x.batch").mkdir()
    (tmp_path / "x.batch/all.jsonl").write_text(
        '{"event":"done","page":1,"key":"a","digest":"0000000000000001","files":[{"name":"../../x","bytes":1}]}\n')
    assert b"outside of its folder" in lode("merge", tmp_path, status=1).stderr


# ---- the book

def test_the_book_has_bookmarks_labels_and_every_page(lode, atlas, tmp_path):
    lode("batch", atlas)
    book = tmp_path / "out/book.pdf"
    info = subprocess.run(["pdfinfo", "-dests", book], capture_output=True, text=True, check=True).stdout
    assert "AFG-1741" in info
    html = subprocess.run(["pdftohtml", "-xml", "-i", "-stdout", book], capture_output=True, text=True, check=True).stdout
    outline = html[html.index("<outline>"):]
    assert outline.count("<item ") == PAGES and "Kabul" in outline
    pages = subprocess.run(["pdftotext", book, "-"], capture_output=True, text=True, check=True).stdout.split("\f")
    assert len(pages) == PAGES + 1
    first = events(state(tmp_path / "out") / "all.jsonl")[1]
    assert first["title"].split(":")[0] in pages[0]


def test_the_contents_lead_to_their_pages(lode, with_a_broken_page, tmp_path):
    whole = {**SHAPES, "features": [f for f in SHAPES["features"] if f["geometry"]]}
    (tmp_path / "areas.geojson").write_text(json.dumps(whole))
    with_a_broken_page.write_text(with_a_broken_page.read_text().replace("atlas: {", "atlas: {contents: true, title: 'Area {page.name}', "))
    lode("batch", with_a_broken_page)
    html = subprocess.run(["pdftohtml", "-xml", "-i", "-stdout", "-l", "1", tmp_path / "out/book.pdf"],
                          capture_output=True, text=True, check=True).stdout
    links = dict(re.findall(r'<a href="[^"]*#(\d+)">(Area .)</a>', html))
    assert links == {"2": "Area a", "3": "Area c", "4": "Area d"}


def test_pictures_are_whole(lode, atlas, tmp_path):
    lode("batch", atlas, "-q")
    sizes = {Image.open(p).size for p in (tmp_path / "out").glob("*.png")}
    assert len(sizes) == 1
    assert not temporaries(tmp_path / "out")


# ---- names

def areas(names, broken=()):
    return json.dumps({"type": "FeatureCollection", "features": [
        {"type": "Feature", "properties": {"name": name}, "geometry": None if name in broken else {
            "type": "Polygon", "coordinates": [[[x, 30], [x + 1, 30], [x + 1, 31], [x, 31], [x, 30]]]}}
        for x, name in enumerate(names, 40)]})


@pytest.fixture
def named(write_map, tmp_path):
    """An atlas of squares with these names."""
    def write(names, broken=(), output="out/{page.key}.svg"):
        (tmp_path / "areas.geojson").write_text(areas(names, broken), encoding="utf-8")
        return write_map(f"""
lode: 1
data: {{areas: areas.geojson}}
layers: [{{fill: areas, color: '#ccb'}}]
page: {{size: A6}}
atlas: {{over: areas, key: name, output: '{output}'}}
""")
    return write


@pytest.mark.parametrize("names", [("Straße", "STRASSE"), ("Ａ", "ａ"), ("a.", "a_")])
def test_names_that_are_one_on_some_file_systems(names, lode, named, tmp_path):
    run = lode("batch", named(names), status=1)
    assert b"keys that give the same file name" in run.stderr
    assert not (tmp_path / "out").exists()


def test_names_that_differ_only_in_how_an_accent_is_typed_are_one_key(lode, named, tmp_path):
    run = lode("batch", named(["Chāy", "Cha\u0304y"]), status=1)
    assert b"features 0 and 1 of 'areas' have the same key" in run.stderr
    assert not (tmp_path / "out").exists()


def test_files_of_other_words_that_are_one(lode, named, tmp_path):
    path = named(["a", "b"], output="out/{page.label}.svg")
    rows = json.loads(areas(["a", "b"]))
    for row, label in zip(rows["features"], ("Kabul", "KABUL")):
        row["properties"]["label"] = label
    (tmp_path / "areas.geojson").write_text(json.dumps(rows))
    run = lode("batch", path, status=1)
    assert b"the pages 'a' and 'b' would write the same file" in run.stderr
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("name", [" .", "..", "...", "a/../../b", "/etc/passwd", "CON", "-rf", "~", "a\nb", "\u200f\u202e.gnp",
                                  "ولایت " * 50, "x" * 300])
def test_any_name_stays_in_the_folder(name, lode, named, tmp_path):
    before = set(tmp_path.iterdir())
    lode("batch", named([name, "other"]))
    made = {p for p in tmp_path.rglob("*.svg")}
    assert len(made) == 2 and all(p.parent == tmp_path / "out" for p in made)
    assert {p.name for p in set(tmp_path.iterdir()) - before} <= {"areas.geojson", "map.yaml", "out"}
    assert b"2 unchanged" in lode("batch", tmp_path / "map.yaml").stderr


def test_a_name_that_no_file_system_takes(lode, named, tmp_path):
    run = lode("batch", named(["y" * 100, "z"], output="out/{page.key}-{page.key}-{page.key}.svg"), status=1)
    assert b"has 306 bytes" in run.stderr and b"map.yaml:6:" in run.stderr
    assert not (tmp_path / "out").exists()


def test_long_names_of_pages_that_failed(lode, named):
    """The line that lists them is cut, and no memory beside it is written to."""
    names = [letter * n for letter, n in zip("abcd", (390, 700, 800, 900))]
    words = lode("batch", named([*names, "fine"], broken=names), status=3).stderr.decode()
    assert f"failed: {names[0]}, b" in words and "1 drawn, 0 unchanged, 4 failed" in words


# ---- what others wrote

@pytest.mark.parametrize("line, words", [
    ({"event": "done", "page": 1, "key": "a", "digest": "0" * 16, "files": [{"name": "../a.png", "bytes": 1}]}, "outside"),
    ({"event": "page", "page": 1, "key": "a", "leaf": "../../leaf.pdf", "book": "book.pdf"}, "outside"),
    ({"event": "page", "page": 1, "key": "a", "leaf": "leaf.pdf", "book": "/tmp/book.pdf"}, "outside"),
    ({"event": "run", "version": 2, "pages": 1}, "newer lode"),
])
def test_a_journal_that_leads_out_is_refused(line, words, lode, tmp_path):
    folder = tmp_path / "in/map.batch"
    folder.mkdir(parents=True)
    (folder / "all.jsonl").write_text(json.dumps(line) + "\n")
    run = lode("merge", tmp_path / "in", "-o", tmp_path / "whole", status=1)
    assert words in run.stderr.decode()


def test_numbers_of_a_journal_cost_nothing(lode, tmp_path):
    folder = tmp_path / "in/map.batch"
    folder.mkdir(parents=True)
    (folder / "1-of-2.jsonl").write_text('{"event":"run","pages":-1,"shard":"1/9223372036854775807"}\n'
                                         '{"event":"start","page":9223372036854775807,"key":"a"}\n')
    assert b"0 of 1 pages are there" in lode("merge", tmp_path / "in", status=3).stdout


# ---- the folder

def swap_while_it_runs(lode, atlas, swap):
    """Start a run that takes a while, change its folder when some pages are there; what it says and its status."""
    run = subprocess.Popen([lode.path, "batch", atlas, "-j1", "--report", atlas.parent / "r.json"], env=ENV, stderr=subprocess.PIPE)
    out = atlas.parent / "out"
    end = time.time() + 60
    while len(list(out.glob("*.png"))) < 3 and time.time() < end:
        time.sleep(0.005)
    os.kill(run.pid, signal.SIGSTOP)
    swap(out)
    os.kill(run.pid, signal.SIGCONT)
    told = run.communicate(timeout=120)[1].decode()
    return run.returncode, told, json.loads((atlas.parent / "r.json").read_text())


@pytest.mark.parametrize("swap", [
    lambda out: (out.rename(out.with_name("away")), out.mkdir(), (out / "svg").mkdir(), (out / "map.batch").mkdir(),
                 (out / "map.batch/pages").mkdir()),
    lambda out: [shutil.rmtree(out, ignore_errors=True) for _ in range(50) if out.exists()]], ids=["another one", "removed"])
def test_the_folder_is_no_longer_there(swap, lode, write_map):
    status, told, report = swap_while_it_runs(lode, write_map(DOCUMENT.replace("dpi: 60", "dpi: 300")), swap)
    assert status == 1
    assert "is gone: stopped" in told and "files that are there" not in told
    assert "34 pages: 0 drawn" in told
    assert report["done"] == 0 and report["end"] == "stopped" and {p["state"] for p in report["page_list"]} == {"not made"}


# ---- the report

def test_a_report_that_cannot_be_written_is_told_before_the_work(lode, atlas):
    run = lode("batch", atlas, "--report", "/nonexistent/x.json", status=1)
    assert b"/nonexistent/x.json" in run.stderr and not (atlas.parent / "out").exists()


def test_a_dry_run_reports_too(lode, atlas, tmp_path):
    lode("batch", atlas, "--dry-run", "--report", tmp_path / "r.json")
    report = json.loads((tmp_path / "r.json").read_text())
    assert {(p["state"], p["why"]) for p in report["page_list"]} == {("not made", "not made yet")}


def test_notes_are_counted_and_not_told_page_by_page(lode, atlas, tmp_path):
    told = lode("batch", atlas, "--report", tmp_path / "r.json").stderr.decode()
    assert "notes: 34 " in told and "note:" not in told
    assert json.loads((tmp_path / "r.json").read_text())["notes"][0]["count"] == 34


# ---- what makes a page stale

def reasons(lode, atlas):
    """Pages that would be drawn, and why."""
    lines = [line.split("\t") for line in lode("batch", atlas, "--dry-run").stdout.decode().splitlines()]
    return {key: why for key, what, why in lines if what == "draw"}


def set_field(shp, where, name, value):
    source = ogr.Open(str(shp), 1)
    layer = source.GetLayer(0)
    layer.SetAttributeFilter(where)
    feature = layer.GetNextFeature()
    feature.SetField(name, value)
    layer.SetFeature(feature)
    return feature.GetGeometryRef().Clone()


@pytest.fixture
def with_deposits(write_map, tmp_path):
    for path in (ROOT / "layers").glob("deposits.*"):
        shutil.copy(path, tmp_path)
    text = DOCUMENT.replace("'{layers}/deposits.shp'", "deposits.shp")
    return write_map(text.replace("color: firebrick,", "color: {by: comm_group}, label: {text: '{name}', size: 6 pt},"))


def test_what_is_told_to_have_changed(lode, with_deposits, tmp_path):
    """A page's own looks and data, and no other's; the digest is never narrower than the bytes."""
    lode("batch", with_deposits, "-q")
    before = outputs(tmp_path / "out")
    place = set_field(tmp_path / "deposits.shp", "name = 'Sary Sang'", "name", "Another name")
    told = reasons(lode, with_deposits)
    assert set(told.values()) == {"changed: data: deposits"} and len(told) < 12
    lode("batch", with_deposits, "-q")
    after = outputs(tmp_path / "out")
    changed = {name[:-4] for name in after if name.endswith(".png") and "/" not in name and after[name] != before[name]}
    assert changed and changed <= set(told)
    set_field(tmp_path / "deposits.shp", "name = 'Another name'", "comm_group", "Base metals")
    assert set(reasons(lode, with_deposits).values()) == {"changed: classes: deposits"} and reasons(lode, with_deposits).keys() == told.keys()
    lode("batch", with_deposits, "-q")
    with_deposits.write_text(with_deposits.read_text().replace("#5a8fc0", "#5a8fc1"))
    assert set(reasons(lode, with_deposits).values()) == {"changed: looks"}
    set_field(tmp_path / "deposits.shp", "name = 'Another name'", "main_comm", "not shown")
    lode("batch", with_deposits, "-q")
    assert reasons(lode, with_deposits) == {}


def test_a_table_on_the_page_is_data_of_it(lode, with_deposits, tmp_path):
    text = with_deposits.read_text()
    with_deposits.write_text(text.replace("page: {size: A6 landscape}",
                                          "page: {size: A4, table: {of: shown, columns: [name]}}").replace(
        "layers:\n", "  shown: {file: deposits.shp, where: name = 'Aynak'}\nlayers:\n", 1))
    lode("batch", with_deposits, "-q")
    assert reasons(lode, with_deposits) == {}
    set_field(tmp_path / "deposits.shp", "name = 'Aynak'", "name", "Mes Aynak")
    with_deposits.write_text(with_deposits.read_text().replace("name = 'Aynak'", "name = 'Mes Aynak'"))
    assert sum("data: tables" in why for why in reasons(lode, with_deposits).values()) == PAGES
