"""Tables that people made, files that state no system, files that are no vector data, folders that stay as they were."""
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

DMS_QUOTE = 'name;lat;lon;t\nA;34,5;68,1;10\nB;35 35 12" N;66 40 E;20\nC;33,1;61,9;30\nD;33,2;62,0;40\nE;33,3;62,0;50\n'


def against(name, lode):
    run = subprocess.run([sys.executable, ROOT / f"tests/against/{name}.py", "--lode", lode.path, "--quick"], capture_output=True)
    assert run.returncode == 0, run.stdout.decode() + run.stderr.decode()


def test_a_sample_of_tables(lode):
    against("tables", lode)


def test_a_sample_of_formats(lode):
    against("formats", lode)


def features(lode, path, *args):
    run = lode("query", path.name, "--format", "geojson", *args, cwd=path.parent)
    return json.loads(run.stdout)["features"], run.stderr.decode()


def test_a_mark_of_seconds_hides_no_row(lode, tmp_path):
    path = tmp_path / "dms.csv"
    path.write_text(DMS_QUOTE)
    rows, said = features(lode, path, "--crs", "EPSG:4326")
    assert [f["properties"]["t"] for f in rows] == [10, 20, 30, 40, 50]
    assert rows[1]["geometry"]["coordinates"] == pytest.approx([66 + 40 / 60, 35 + 35 / 60 + 12 / 3600], abs=1e-6)
    assert rows[0]["geometry"]["coordinates"] == [68.1, 34.5]
    assert "read as a part of the text: line 3" in said and "first: feature 2, line 3" in said


def test_a_place_in_letters_of_the_wrong_axis_is_no_place(lode, tmp_path):
    path = tmp_path / "swapped.csv"
    path.write_text("lat,lon\n66 40 E,35 35 N\n35 35 N,66 40 E\n")
    rows, said = features(lode, path, "--crs", "EPSG:4326")
    assert [bool(f["geometry"]) for f in rows] == [False, True] and "line 2" in said


def test_numbers_of_good_tables_keep_their_type(lode, tmp_path):
    path = tmp_path / "good.csv"
    path.write_text("lat;lon\n34,5;68,1\n35,25;69\n")
    rows, said = features(lode, path, "--crs", "EPSG:4326", "--where", "lat > 35")
    assert [f["properties"]["lat"] for f in rows] == [35.25] and not said


def test_typed_places_are_numbers_like_others(lode, tmp_path):
    path = tmp_path / "dms.csv"
    path.write_bytes("name,lat,lon\nA,34°30'N,69\nB,n/a,70\nC,36.5,71\n".encode())
    rows, said = features(lode, path, "--crs", "EPSG:4326", "--where", "lat > 34")
    assert [f["properties"]["lat"] for f in rows] == [34.5, 36.5]
    assert "1 of 3 rows have no numbers" in said and "feature 2, line 3" in said

    path.write_text("name,lat,lon\nB,n/a,70\nC,36.5,71\n")  # GDAL's own way, and what it says
    rows, said = features(lode, path, "--crs", "EPSG:4326", "--where", "lat > 34")
    assert [f["properties"]["name"] for f in rows] == ["C"] and "GDAL says" in said


@pytest.mark.parametrize("name, data, said", [
    ("bom.csv", b"\xef\xbb\xbfname,Longitude,Latitude\nA,60.5,34.25\n", "WGS 84 was assumed"),
    ("semi.csv", b"name;X;Y\nA;60.5;34.25\n", "WGS 84 was assumed"),
    ("pipe.csv", b"name|lon|lat\nA|60.5|34.25\n", "WGS 84 was assumed"),
    ("utf16.csv", "\ufeffname,Longitude,Latitude\nA,60.5,34.25\n".encode("utf-16-le"), "WGS 84 was assumed"),
    ("russian.csv", "имя;Широта;Долгота\nA;34,25;60,5\n".encode(), "columns 'Долгота' and 'Широта'"),
    ("wkt.csv", b'wkt\n"LINESTRING (60 34, 61 35)"\n', "its coordinates"),
    ("lines.csv", b"i|wkt\n1|LINESTRING(10  0, 20 0)\n", "its coordinates"),
    ("points.txt", b"name\tlon\tlat\nA\t60.5\t34.25\n", "WGS 84 was assumed"),
])
def test_quick_assumes_degrees_and_says_so(name, data, said, lode, tmp_path):
    (tmp_path / name).write_bytes(data)
    run = lode("quick", name, "-o", "out.png", cwd=tmp_path)
    assert (tmp_path / "out.png").exists() and said in run.stderr.decode()

    printed = lode("quick", name, "--print", cwd=tmp_path).stdout.decode()
    assert "crs: 'EPSG:4326'" in printed
    (tmp_path / "map.yaml").write_text(printed)
    again = lode("render", "map.yaml", "-o", "again.png", cwd=tmp_path)
    assert "assumed" not in again.stderr.decode()
    assert (tmp_path / "again.png").read_bytes() == (tmp_path / "out.png").read_bytes()


def test_quick_takes_a_system_for_files_that_state_none(lode, tmp_path):
    (tmp_path / "utm.csv").write_text("x,y\n500000,3800000\n501000,3801000\n")
    (tmp_path / "own.geojson").write_text('{"type":"Point","coordinates":[69,34.3]}')
    without = lode("quick", "utm.csv", "-o", "out.png", cwd=tmp_path, status=1).stderr.decode()
    assert "`--crs EPSG:4326`" in without and "document" not in without

    doc = lode("quick", "utm.csv", "own.geojson", "--crs", "EPSG:32642", "--print", cwd=tmp_path).stdout.decode()
    assert "{file: 'utm.csv', crs: 'EPSG:32642'" in doc and "'own': 'own.geojson'" in doc
    lode("quick", "utm.csv", "own.geojson", "--crs", "EPSG:32642", "-o", "out.png", cwd=tmp_path)
    unused = lode("quick", "own.geojson", "--crs", "EPSG:32642", "-o", "out.png", cwd=tmp_path).stderr.decode()
    assert "`--crs` was not used" in unused


def test_columns_that_all_have_one_name(lode, tmp_path):
    path = tmp_path / "a.csv"
    path.write_text(",".join(["a"] * 1998 + ["lon", "lat"]) + "\n" + ",".join(["1"] * 1998 + ["69", "34"]) + "\n")
    rows, said = features(lode, path, "--crs", "EPSG:4326")
    assert {f"a_{i}" for i in range(2, 1999)} < set(rows[0]["properties"])
    assert "1997 columns have the name of another" in said


def test_documents_assume_nothing(lode, tmp_path):
    (tmp_path / "a.csv").write_text("lon,lat\n60,34\n")
    (tmp_path / "map.yaml").write_text("lode: 1\ndata: {p: a.csv}\nlayers: [{marker: p}]\n")
    assert "has no coordinate reference system" in lode("render", "map.yaml", "-o", "o.png", cwd=tmp_path, status=1).stderr.decode()


def test_what_gdal_warns_of_is_said_once(lode, tmp_path):
    (tmp_path / "a.csvt").write_text('"Integer","WKT"\n')
    (tmp_path / "a.csv").write_text("n,b\n" + "".join(f"x{i},POINT (1 2)\n" for i in range(3)))
    said = lode("query", "a.csv", "--crs", "EPSG:4326", cwd=tmp_path).stderr.decode()
    assert "'a.csv': GDAL says: " in said and said.count("GDAL says") < 3


def test_a_virtual_file_beside_its_data_is_read(lode, tmp_path):
    (tmp_path / "places.csv").write_text("name,lon,lat\nKabul,69.17,34.53\nHerat,62.2,34.35\n")
    (tmp_path / "j.vrt").write_text(
        '<OGRVRTDataSource><OGRVRTLayer name="places"><SrcDataSource relativeToVRT="1">places.csv</SrcDataSource>'
        '<GeometryType>wkbPoint</GeometryType><LayerSRS>EPSG:4326</LayerSRS>'
        '<GeometryField encoding="PointFromColumns" x="lon" y="lat"/></OGRVRTLayer></OGRVRTDataSource>')
    rows, _ = features(lode, tmp_path / "j.vrt")
    assert [f["geometry"]["coordinates"] for f in rows] == [[69.17, 34.53], [62.2, 34.35]]


def layer_of(inside, attributes=""):
    return f'<OGRVRTDataSource><OGRVRTLayer name="a" {attributes}>{inside}</OGRVRTLayer></OGRVRTDataSource>'


BESIDE = '<SrcDataSource relativeToVRT="1">a.csv</SrcDataSource>'


@pytest.mark.parametrize("text, said", [
    (layer_of("", 'SrcDataSource="PRIVATE"'), "not a file in its folder"),
    (layer_of(BESIDE + "<SrcSQL>select * from 'PRIVATE'.private</SrcSQL>"), "with <SrcSQL>, which may name any data"),
    (layer_of(BESIDE, 'srcsql="select * from &quot;PRIVATE&quot;.private"'), "with <srcsql>, which may name any data"),
    (layer_of(BESIDE + '<OpenOptions><OOI key="PRELUDE_STATEMENTS">ATTACH "PRIVATE" AS b</OOI></OpenOptions>'),
     "with <OpenOptions>, which may name any data"),
    (layer_of('<SrcDataSource relativeToVRT="1">late.vrt</SrcDataSource>'), "names another"),
])
def test_a_virtual_file_reaches_nothing_else(lode, tmp_path, text, said):
    private, folder = tmp_path / "private.csv", tmp_path / "given"
    folder.mkdir()
    private.write_text("name,lon,lat\nsecret,69.17,34.53\n")
    (folder / "a.csv").write_text("name,lon,lat\nKabul,69.17,34.53\n")
    (folder / "late.vrt").write_text(f"<!--{'x' * 600}-->" + layer_of(f"<SrcDataSource>{private}</SrcDataSource>"))
    (folder / "b.vrt").write_text(text.replace("PRIVATE", str(private)))
    run = lode("query", "b.vrt", cwd=folder, status=1)
    assert said in run.stderr.decode() and b"secret" not in run.stdout


def test_gml_stays_alone(lode, tmp_path):
    (tmp_path / "a.gml").write_text(
        '<?xml version="1.0"?><wfs:FeatureCollection xmlns:wfs="http://www.opengis.net/wfs" xmlns:gml="http://www.opengis.net/gml" '
        'xmlns:t="http://t"><gml:featureMember><t:s fid="a"><t:n>urn</t:n><t:g><gml:Point srsName="urn:ogc:def:crs:EPSG::4326">'
        "<gml:pos>34.53 69.17</gml:pos></gml:Point></t:g></t:s></gml:featureMember></wfs:FeatureCollection>")
    rows, said = features(lode, tmp_path / "a.gml")
    assert rows[0]["geometry"]["coordinates"] == [69.17, 34.53] and not said
    assert os.listdir(tmp_path) == ["a.gml"]


def workbook(path, rows):
    book = pytest.importorskip("openpyxl").Workbook()
    for row in rows:
        book.active.append(row)
    book.save(path)


@pytest.mark.parametrize("rows", [
    [["Код", "lon", "lat"], ["007", "69,5", "41,2"], ["014", "65,9", "39,7"]],
    [["Код", "lon", "lat", "note"], ["007", 69.5, 41.2], ["014", 65.9, 39.7, "x"]],
    [["", "Код", "lon", "lat"], ["0", "007", "69,5", "41,2"], ["1", "014", "65,9", "39,7"]],
], ids=["all text", "short row", "no name for the first"])
def test_the_first_row_of_a_workbook_is_names(lode, tmp_path, rows):
    workbook(tmp_path / "mines.xlsx", rows)
    (tmp_path / "m.yaml").write_text("lode: 1\ndata: {mines: {file: mines.xlsx, x: lon, y: lat, crs: EPSG:4326}}\n"
                                     "layers: [{marker: mines}]\n")
    lode("export", "m.yaml", "mines", "-o", "out.geojson", cwd=tmp_path)
    got = json.loads((tmp_path / "out.geojson").read_text())["features"]
    assert [f["properties"]["Код"] for f in got] == ["007", "014"]
    assert [f["geometry"]["coordinates"] for f in got] == [[69.5, 41.2], [65.9, 39.7]]


@pytest.mark.parametrize("rows", [[["a", "b"], ["c", "d"]], [["1", "69,5"], ["2", "65,9"]], [["a", "a"], ["1", "2"]]])
def test_a_first_row_that_is_no_names_stays_a_row(lode, tmp_path, rows):
    workbook(tmp_path / "t.xlsx", rows)
    got = json.loads(lode("query", "t.xlsx", "--format", "json", cwd=tmp_path).stdout)
    assert len(got) == 2, got


def test_a_document_that_knows_the_made_up_names_goes_on(lode, tmp_path):
    workbook(tmp_path / "t.xlsx", [["name", "lon", "lat"], ["a", "69,5", "41,2"]])
    (tmp_path / "m.yaml").write_text("lode: 1\ndata: {t: {file: t.xlsx, x: Field2, y: Field3, crs: EPSG:4326}}\n"
                                     "layers: [{marker: t, label: '{Field1}'}]\n")
    assert lode("check", "m.yaml", cwd=tmp_path).returncode == 0


def test_typed_numbers_are_read_where_they_are_stated(lode, tmp_path):
    workbook(tmp_path / "t.xlsx", [["name", "lon", "lat", "t"], ["a", "69,5", "41,2", "31290,9"], ["b", "65,9", "39,7", "1 234,5"], ["c", "65", "39", "x"]])
    (tmp_path / "m.yaml").write_text("lode: 1\ndata: {t: {file: t.xlsx, x: lon, y: lat, crs: EPSG:4326, types: {t: number}}}\n"
                                     "layers: [{marker: t, color: {by: t, scale: quantile, classes: 2}}]\n")
    lode("export", "m.yaml", "t", "-o", "t.geojson", cwd=tmp_path)
    assert [f["properties"]["t"] for f in json.loads((tmp_path / "t.geojson").read_text())["features"]] == [31290.9, 1234.5, None]
    said = lode("check", "m.yaml", cwd=tmp_path).stderr.decode()
    assert "2 numbers in column 't' written as people do" in said and "1 value in column 't' is not of type number" in said
