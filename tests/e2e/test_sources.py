"""Files of several layers, odd names, and what is no file: info, query and quick."""
import json
import os
import re
import subprocess
import zipfile

import pytest
from osgeo import ogr, osr

from conftest import ENV, LAYERS

ogr.UseExceptions()

POINT = {"type": "FeatureCollection", "features": [
    {"type": "Feature", "properties": {"a": 1}, "geometry": {"type": "Point", "coordinates": [60 + i, 40 + i]}}
    for i in range(3)]}


def put_points(path):
    path.write_text(json.dumps(POINT), encoding="utf-8")
    return path


def put_zip(path, *files):
    """Shapefiles of the shipped layers, as (folder in the zip, layer)."""
    with zipfile.ZipFile(path, "w") as z:
        for folder, name in files:
            for ending in ("shp", "shx", "dbf", "prj", "cpg"):
                z.write(LAYERS / f"{name}.{ending}", f"{folder}{name}.{ending}")
    return path


def put_gpkg(path):
    """Two layers with shapes and a table without."""
    source = ogr.GetDriverByName("GPKG").CreateDataSource(str(path))
    wgs84 = osr.SpatialReference()
    wgs84.ImportFromEPSG(4326)
    for name, wkt, kind in (("towns", "POINT (60 40)", ogr.wkbPoint), ("roads", "LINESTRING (60 40,62 42)", ogr.wkbLineString),
                            ("codes", None, ogr.wkbNone)):
        layer = source.CreateLayer(name, wgs84 if wkt else None, kind)
        layer.CreateField(ogr.FieldDefn("n", ogr.OFTInteger))
        feature = ogr.Feature(layer.GetLayerDefn())
        if wkt:
            feature.SetGeometry(ogr.CreateGeometryFromWkt(wkt))
        layer.CreateFeature(feature)
    return path


def layers_told(text):
    return [line.split()[1] for line in text.splitlines() if line.startswith("  layer ")]


def test_info_lists_all_layers(lode, tmp_path):
    put_gpkg(tmp_path / "two.gpkg")
    put_zip(tmp_path / "flat.zip", ("", "rivers"), ("", "lakes"))
    put_zip(tmp_path / "deep.zip", ("a/", "lakes"), ("b/", "lakes"), ("b/", "rivers"))
    told = {name: layers_told(lode("info", name, cwd=tmp_path).stdout.decode())
            for name in ("two.gpkg", "flat.zip", "deep.zip")}
    assert told == {"two.gpkg": ["towns", "roads", "codes"], "flat.zip": ["rivers", "lakes"],
                    "deep.zip": ["a/lakes", "b/lakes", "rivers"]}


def test_a_layer_of_a_zip_is_chosen_by_name(lode, tmp_path):
    put_zip(tmp_path / "deep.zip", ("a/", "lakes"), ("b/", "rivers"))
    count = lode("query", "deep.zip", "--layer", "rivers", "--count", cwd=tmp_path).stdout
    assert count == lode("query", LAYERS / "rivers.shp", "--count").stdout
    run = lode("query", "deep.zip", cwd=tmp_path, status=2)
    assert run.stderr.decode() == ("lode: error: 'deep.zip' has 2 layers; say which with `--layer`\n"
                                   "hint: it has: lakes, rivers\n")
    run = lode("query", "deep.zip", "-l", "river", cwd=tmp_path, status=2)
    assert run.stderr.decode() == ("--layer: error: no layer 'river' in 'deep.zip'\n"
                                   "hint: did you mean 'rivers'? it has: lakes, rivers\n")


def test_messages_name_the_zip_and_not_a_path_of_gdal(lode, tmp_path):
    with zipfile.ZipFile(put_zip(tmp_path / "cut.zip"), "w") as z:
        z.writestr("in/lakes.shp", (LAYERS / "lakes.shp").read_bytes()[:5000])
        z.write(LAYERS / "lakes.prj", "in/lakes.prj")
    run = lode("query", "cut.zip", cwd=tmp_path, status=1)
    assert "'cut.zip/in/lakes.shp' is cut short" in run.stderr.decode()
    assert "/vsi" not in run.stderr.decode()


def test_quick_draws_all_layers_that_have_shapes(lode, tmp_path):
    put_gpkg(tmp_path / "two.gpkg")
    text = lode("quick", "--print", "two.gpkg", cwd=tmp_path).stdout.decode()
    assert "  'roads': {file: 'two.gpkg', layer: 'roads'}\n" in text
    assert "- line: 'roads'" in text and "- marker: 'towns'" in text and "codes" not in text
    lode("quick", "two.gpkg", "-o", "all.png", cwd=tmp_path)
    text = lode("quick", "--print", "two.gpkg", "-l", "towns", cwd=tmp_path).stdout.decode()
    assert "- marker: 'towns'" in text and "roads" not in text
    run = lode("quick", "two.gpkg", "-l", "rails", cwd=tmp_path, status=2)
    assert run.stderr.decode() == ("lode: error: no file has a layer 'rails'\n"
                                   "hint: see the layers of a file with: lode info FILE\n")
    assert {p.name for p in tmp_path.iterdir()} == {"two.gpkg", "all.png"}


@pytest.mark.parametrize("stem", ["br{a}ce", "a'b \"c\"", "#hash: x", "new\nline", "tab\there", "- dash", "ключ ü",
                                  "bell\a", "back\\slash", "*star", "null"])
def test_quick_reads_what_it_writes(lode, tmp_path, stem):
    file = put_points(tmp_path / f"{stem}.geojson")
    document = tmp_path / "map.yaml"
    document.write_bytes(lode("quick", "--print", f"./{file.name}", "-t", f"{stem} {{x}}", cwd=tmp_path).stdout)
    scene = lode("show", "--after", "scene", document, cwd=tmp_path).stdout.decode()
    shown = re.match(r"[^\n\t\a\\']*", stem)[0]
    assert shown in scene and "{{" not in scene
    lode("quick", f"./{file.name}", "-o", "out.svg", cwd=tmp_path)


def test_a_name_that_is_not_utf8_is_told(lode, tmp_path):
    name = b"\xff\xfe.geojson"
    with open(os.fsencode(tmp_path) + b"/" + name, "w", encoding="utf-8") as f:
        json.dump(POINT, f)

    def run(*args):
        return subprocess.run([lode.path, *args], cwd=tmp_path, env=ENV, capture_output=True)
    assert run("query", name, "--count").stdout == b"3\n"
    quick = run("quick", name)
    assert quick.returncode == 2
    assert quick.stderr.decode() == (
        "lode: error: the name of '\ufffd\ufffd.geojson' is not UTF-8, so no document can hold it\n"
        "hint: rename it, or make a link to it with another name\n")


def test_a_text_that_is_not_utf8_is_told(lode):
    run = subprocess.run([lode.path, "quick", "a.shp", "-t", b"\xff"], env=ENV, capture_output=True)
    assert run.returncode == 2
    assert run.stderr.decode() == "lode: error: the value of '--title' is not UTF-8: '\ufffd'\n"


@pytest.mark.parametrize("command", ["info", "query", "quick"])
def test_a_pipe_is_refused_at_once(lode, tmp_path, command):
    os.mkfifo(tmp_path / "data.geojson")
    run = lode(command, "data.geojson", cwd=tmp_path, status=1)
    assert run.stderr.decode() == "lode: error: 'data.geojson' is a pipe, not a file\n"


def test_a_pipe_in_a_document_is_refused_at_once(lode, tmp_path, write_map):
    os.mkfifo(tmp_path / "data.shp")
    run = lode("render", write_map("lode: 1\ndata: {x: data.shp}\nlayers: [{marker: x}]\n"), "-o", tmp_path / "a.png",
               status=1)
    assert ":2:11: error: '" in run.stderr.decode() and "is a pipe, not a file\n" in run.stderr.decode()


def test_features_have_the_numbers_of_their_source(lode, tmp_path, write_map):
    (tmp_path / "sites.geojson").write_text(json.dumps({**POINT, "features": [
        {**f, "id": 70 + i} for i, f in enumerate(POINT["features"])]}), encoding="utf-8")
    path = write_map("lode: 1\ndata: {x: sites.geojson}\nlayers: [{marker: x, filter: a = 1}]\n")
    shown = lode("show", "--after", "layout", path).stdout.decode()
    assert re.findall(r"^  feature (\d+) point$", shown, re.M) == ["70", "71", "72"]


def test_what_is_missing_is_told_once(lode, tmp_path, write_map):
    for ending in ("shp", "shx", "prj"):
        (tmp_path / f"bare.{ending}").write_bytes((LAYERS / f"places.{ending}").read_bytes())
    told = lode("render", write_map("lode: 1\ndata: {x: bare.shp}\nlayers: [{marker: x}]\n"),
                "-o", tmp_path / "out.png").stderr.decode()
    assert told.count("has no .dbf beside it") == 1
    assert "more like this" not in told


def test_names_of_ten_characters_are_a_note(lode):
    text = lode("info", LAYERS / "rivers.shp").stdout.decode()
    assert text.count("  note      names of columns are cut to ten characters by the format\n") == 1
    assert "broken" not in text
