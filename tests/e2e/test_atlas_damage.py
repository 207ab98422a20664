"""An atlas over shapefiles with damaged records: pages that would show them fail, the others are drawn."""
import json
import shutil
import struct

import pytest
from batch_runs import DOCUMENT, outputs
from conftest import ROOT
from osgeo import ogr

ogr.UseExceptions()


def damage(shp, records, box=None):
    """Break the number of parts of some records, and the box that they state."""
    data = bytearray(shp.read_bytes())
    index = shp.with_suffix(".shx").read_bytes()
    for i in records:
        at = 2 * int.from_bytes(index[100 + 8 * i:104 + 8 * i], "big") + 8
        data[at + 36:at + 40] = (10 ** 9).to_bytes(4, "little")
        if box:
            data[at + 4:at + 36] = struct.pack("<4d", *box)
    shp.write_bytes(data)


@pytest.fixture
def with_rivers(write_map, tmp_path):
    for path in (ROOT / "layers").glob("rivers.*"):
        shutil.copy(path, tmp_path)
    return write_map(DOCUMENT.replace("'{layers}/rivers.shp'", "rivers.shp"))


def features(path, where=None):
    layer = (source := ogr.Open(str(path))).GetLayer(0)
    layer.SetAttributeFilter(where)
    return [f.Clone() for f in layer] if source else []


def test_a_damaged_feature_costs_the_pages_that_show_it(lode, with_rivers, tmp_path):
    lode("batch", with_rivers, "-q")
    whole = outputs(tmp_path / "out")
    provinces = {f.GetField("adm1_code"): f.GetGeometryRef().Clone() for f in features(ROOT / "layers/provinces.shp", "adm0_a3 = 'AFG'")}
    rivers = [f.GetGeometryRef().Clone() for f in features(ROOT / "layers/rivers.shp")]
    crossing = lambda river: {key for key, g in provinces.items() if g.Intersects(river)}
    bad = next(i for i, river in enumerate(rivers) if 1 <= len(crossing(river)) <= 3)
    damage(tmp_path / "rivers.shp", [bad])
    run = lode("batch", with_rivers, "--report", tmp_path / "r.json", status=3)
    pages = json.loads((tmp_path / "r.json").read_text())["page_list"]
    failed = {p["key"] for p in pages if p["state"] == "failed"}
    assert crossing(rivers[bad]) <= failed and 0 < len(failed) < 20
    told = run.stderr.decode()
    assert f"shape of feature {bad} cannot be read; pages that show it cannot be drawn" in told
    assert all("rivers.shp" in p["reason"] and p["line"] for p in pages if p["state"] == "failed")
    now = outputs(tmp_path / "out")
    assert all(now[name] == whole[name] for name in whole if name.endswith(".png") and name[:-4] not in failed)
    assert lode("check", with_rivers, status=None).stderr.decode().count("pages that show it cannot be drawn") == 1
    for path in (ROOT / "layers").glob("rivers.*"):
        shutil.copy(path, tmp_path)
    lode("batch", with_rivers, "-q")
    assert outputs(tmp_path / "out") == whole


@pytest.mark.parametrize("box", [(float("nan"),) * 4, (5, 5, 1, 1)])
def test_a_damaged_feature_that_may_lie_anywhere_costs_all_pages(box, lode, with_rivers, tmp_path):
    damage(tmp_path / "rivers.shp", [0], box)
    run = lode("batch", with_rivers, "--report", tmp_path / "r.json", status=1)
    assert {p["state"] for p in json.loads((tmp_path / "r.json").read_text())["page_list"]} == {"failed"}
    assert run.stderr.decode().count("and this page shows it") == 1


def test_a_damaged_region_is_its_own_page(lode, write_map, tmp_path):
    for path in (ROOT / "layers").glob("provinces.*"):
        shutil.copy(path, tmp_path)
    bad, key = next((f.GetFID(), f.GetField("adm1_code")) for f in features(ROOT / "layers/provinces.shp", "adm0_a3 = 'AFG'")
                    if f.GetField("name") == "Nimroz")
    damage(tmp_path / "provinces.shp", [bad])
    atlas = write_map(DOCUMENT.replace("{layers}/provinces.shp", "provinces.shp"))
    lode("batch", atlas, "--report", tmp_path / "r.json", status=3)
    failed = {p["key"] for p in json.loads((tmp_path / "r.json").read_text())["page_list"] if p["state"] == "failed"}
    assert key in failed and len(failed) < 12


def test_what_is_made_from_damaged_data_is_not_made(lode, with_rivers, tmp_path):
    """One map, and a step over all features: they would lack it."""
    damage(tmp_path / "rivers.shp", [0])
    text = with_rivers.read_text()
    with_rivers.write_text(text.replace("layers:\n", "steps: [{near: {buffer: rivers, by: 1 km}}]\nlayers:\n"))
    assert "cannot be read" in lode("batch", with_rivers, status=1).stderr.decode()
    with_rivers.write_text(text)
    assert "cannot be read" in lode("render", with_rivers, "-o", tmp_path / "x.png", status=1).stderr.decode()
