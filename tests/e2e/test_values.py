"""Values and texts as they are read: identifiers and codes never change, and equal texts are one, however they were typed."""
import csv
import io
import json
import subprocess
import sys
import unicodedata

import postgres
import pytest

from conftest import ROOT

MAP = "lode: 1\ndata: {{p: {source}}}\nlayers: [{{marker: p}}]\n"


def run(lode, *args, status=0):
    """As `lode`, with its output as text."""
    done = lode(*args, status=None)
    done.stdout, done.stderr = done.stdout.decode(), done.stderr.decode()
    assert status is None or done.returncode == status, done.stderr
    return done


def table(tmp_path, *values, name="p.csv"):
    """A CSV of points with the column `id`."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["id", "lon", "lat"])
    writer.writerows([v, 60 + i / 1000, 30] for i, v in enumerate(values))
    (tmp_path / name).write_text(out.getvalue(), encoding="utf-8")
    return tmp_path / name


def column(lode, path, *args):
    done = run(lode, "query", path, "--crs", "EPSG:4326", "--format", "json", *args)
    return [row["id"] for row in json.loads(done.stdout)], done.stderr


@pytest.mark.parametrize("values", [["007"], ["12", "-099"], ["01.11", "20.5"], ["+7", "8"], ["12E4", "13"], ["+7", "+8"], ["12D4", "7"], ["1e400", "1"],
                                    ["12345678901234567890", "7"], ["9007199254740993", "1.5"], ["Y"], ["N", "S"], ["NO"], ["ON"], ["Y", "N", "T"], ["yes", "N"], ["12-11-10"], ["10:30"]],
                         ids=lambda v: " ".join(v))
def test_a_column_with_a_code_is_text(lode, tmp_path, values):
    assert column(lode, table(tmp_path, *values))[0] == values


@pytest.mark.parametrize("values, read", [(["7", "-7"], [7, -7]), (["1.50", "1.25"], [1.5, 1.25]), (["1e+05", "2.5E3"], [100000, 2500]), ([" 7", "8 "], [7, 8]),
                                          (["9223372036854775807", "-9223372036854775808"], [2**63 - 1, -2**63]), (["0.5", ".5", "5."], [0.5, 0.5, 5]),
                                          (["TRUE", "false"], [True, False]), (["Y", "n"], [True, False]), (["yes", "", "No"], [True, None, False]), (["T", "F"], [True, False]),
                                          (["off"], [False]), (["no"], [False]), (["1e6", "2E5", "5"], [1e6, 2e5, 5]), (["+7", "-3.5"], [7, -3.5]), (["2020/01/02", "2020-1-3"], ["2020-01-02", "2020-01-03"])])
def test_numbers_dates_and_booleans_stay_what_they_are(lode, tmp_path, values, read):
    assert column(lode, table(tmp_path, *values))[0] == read


def test_whole_numbers_of_64_bits_are_exact(lode, tmp_path):
    path = table(tmp_path, "9007199254740992", "9007199254740993", "9007199254740994")
    done = run(lode, "query", path, "--crs", "EPSG:4326", "--where", "id = 9007199254740993", "--select", "id, more: id + 1")
    assert done.stdout.splitlines() == ["id,more", "9007199254740993,9007199254740994"]


def test_a_note_names_the_value_that_may_be_a_number(lode, tmp_path):
    table(tmp_path, "1", "12e6")
    values, err = export(lode, tmp_path, "{file: p.csv, x: lon, y: lat, crs: EPSG:4326}")
    assert values == ["1", "12e6"] and "column 'id' was read as text, because '12e6' (feature 2)" in err and "types: {id: number}" in err


@pytest.mark.parametrize("values, read, kind", [(["1", "1e6"], [1, 1e6], "numbers"), (["Y", "N"], [True, False], "true and false"), (["-1", "+2"], [-1, 2], "numbers")])
def test_a_note_names_the_value_that_may_be_a_code(lode, tmp_path, values, read, kind):
    table(tmp_path, *values)
    source = "file: p.csv, x: lon, y: lat, crs: EPSG:4326"
    got, err = export(lode, tmp_path, "{%s}" % source)
    assert got == read and f"column 'id' was read as {kind}" in err and "code-as-number" not in err and "look like a code" not in err
    assert export(lode, tmp_path, "{%s, types: {id: text}}" % source) == (values, "")


def test_what_is_read_rightly_is_not_warned_of(lode, tmp_path):
    """GDAL says that it clamps long numbers; lode reads them as texts."""
    table(tmp_path, "12345678901234567890", "7")
    (tmp_path / "p.geojson").write_text('{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"id":12345678901234567890},'
                                        '"geometry":{"type":"Point","coordinates":[60,30]}}]}', encoding="utf-8")
    for source, values in (("{file: p.csv, x: lon, y: lat, crs: EPSG:4326}", ["12345678901234567890", "7"]), ("p.geojson", ["12345678901234567890"])):
        assert export(lode, tmp_path, source) == (values, "")


@pytest.mark.parametrize("values, noted", [(["1.9", "1.10"], True), (["1.50", "1.25"], False), (["1.5", "1.25"], False), (["1.5", "1.123450"], False)])
def test_versions_that_were_read_as_numbers_are_noted(lode, tmp_path, values, noted):
    table(tmp_path, *values)
    err = export(lode, tmp_path, "{file: p.csv, x: lon, y: lat, crs: EPSG:4326}")[1]
    assert ("only some end with a zero" in err) == noted
    assert "only some" not in export(lode, tmp_path, "{file: p.csv, x: lon, y: lat, crs: EPSG:4326, types: {id: text}}")[1]


def export(lode, tmp_path, source, status=0):
    (tmp_path / "map.yaml").write_text(MAP.format(source=source), encoding="utf-8")
    (tmp_path / "out.geojson").unlink(missing_ok=True)
    done = run(lode, "export", tmp_path / "map.yaml", "p", "-o", tmp_path / "out.geojson", status=status)
    if done.returncode:
        return None, done.stderr
    return [f["properties"]["id"] for f in json.loads((tmp_path / "out.geojson").read_text(encoding="utf-8"))["features"]], done.stderr


@pytest.mark.parametrize("stated, read, left", [("text", ["007", "1.10", "x"], 0), ("number", [7, 1.1, None], 1), ("integer", [7, None, None], 2),
                                                ("date", [None, None, None], 3), ("boolean", [None, None, None], 3)])
def test_types_state_the_type_of_a_column(lode, tmp_path, stated, read, left):
    table(tmp_path, "007", "1.10", "x")
    values, err = export(lode, tmp_path, "{file: p.csv, x: lon, y: lat, crs: EPSG:4326, types: {id: %s}}" % stated)
    assert values == read
    said = f"1 value in column 'id' is not of type {stated}" if left == 1 else f"{left} values in column 'id' are not of type {stated}"
    assert (said in err) == (left > 0)


@pytest.mark.parametrize("ending", ["gpkg", "geojson", "fgb", "shp"])
@pytest.mark.parametrize("stated, read", [("text", ["7", "12"]), ("number", [7, 12])])
def test_types_change_what_other_sources_say(lode, tmp_path, ending, stated, read):
    subprocess.run(["ogr2ogr", "-f", {"gpkg": "GPKG", "geojson": "GeoJSON", "fgb": "FlatGeobuf", "shp": "ESRI Shapefile"}[ending], tmp_path / f"q.{ending}",
                    table(tmp_path, 7, 12), "-oo", "AUTODETECT_TYPE=YES", "-oo", "X_POSSIBLE_NAMES=lon", "-oo", "Y_POSSIBLE_NAMES=lat", "-a_srs", "EPSG:4326",
                    "-select", "id", "-lco", "SPATIAL_INDEX=NO"] if ending == "fgb" else
                   ["ogr2ogr", tmp_path / f"q.{ending}", table(tmp_path, 7, 12), "-oo", "AUTODETECT_TYPE=YES", "-oo", "X_POSSIBLE_NAMES=lon", "-oo",
                    "Y_POSSIBLE_NAMES=lat", "-a_srs", "EPSG:4326", "-select", "id"], check=True)
    assert export(lode, tmp_path, "{file: q.%s, types: {id: %s}}" % (ending, stated))[0] == read
    assert export(lode, tmp_path, "{file: q.%s, types: {id: text}, where: id = '12'}" % ending)[0] == ["12"]


def test_an_unknown_column_in_types_is_named(lode, tmp_path):
    table(tmp_path, "007")
    values, err = export(lode, tmp_path, "{file: p.csv, x: lon, y: lat, crs: EPSG:4326, types: {ids: text}}", status=None)
    assert "no column 'ids' in 'p'" in err and "did you mean 'id'?" in err


def test_codes_behind_the_first_megabyte_are_reported(lode, tmp_path):
    path = table(tmp_path, *range(100000, 290000), "007")
    values, err = column(lode, path)
    assert values[-1] == 7 and "1 value" in err and "'007', feature 190001" in err and "types: {id: text}" in err


def test_big_numbers_of_geojson(lode, tmp_path):
    big = "123456789012345678901234567890"
    feature = '{"type":"Feature","id":%s,"properties":{"id":%s,"v":%s},"geometry":{"type":"Point","coordinates":[60.123456789012345678,30]}}'
    (tmp_path / "q.geojson").write_text('{"type":"FeatureCollection","features":[%s,%s]}' % (feature % (1, big, 1.5), feature % (2, 7, 9007199254740993)))
    assert column(lode, tmp_path / "q.geojson")[0] == [big, "7"]
    rows = json.loads(run(lode, "query", tmp_path / "q.geojson", "--format", "json").stdout)
    assert [r["v"] for r in rows] == ["1.5", "9007199254740993"]


def test_a_number_that_json_cannot_hold_is_reported(lode, tmp_path):
    (tmp_path / "q.geojson").write_text('{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"id":1e400},"geometry":null}]}')
    values, err = column(lode, tmp_path / "q.geojson")
    assert values == [None] and "1 value" in err and "column 'id'" in err


def test_real_numbers_that_may_have_been_rounded_are_reported(lode, tmp_path):
    subprocess.run(["ogr2ogr", "-f", "GPKG", tmp_path / "q.gpkg", table(tmp_path, 7, 12), "-sql", "SELECT CAST(id AS float) * 1e18 AS id FROM p", "-oo",
                    "AUTODETECT_TYPE=YES"], check=True)
    assert "2 whole numbers in column 'id'" in column(lode, tmp_path / "q.gpkg")[1]


def test_a_shapefile_keeps_long_numbers_as_text(lode, tmp_path):
    table(tmp_path, "9223372036854775807", "-7", " x")
    (tmp_path / "map.yaml").write_text(MAP.format(source="{file: p.csv, x: lon, y: lat, crs: EPSG:4326, types: {id: integer}}"))
    done = run(lode, "export", tmp_path / "map.yaml", "p", "-o", tmp_path / "out.shp")
    assert "was written as text" in done.stderr
    assert column(lode, tmp_path / "out.shp")[0][:2] == ["9223372036854775807", "-7"]


def test_blanks_that_a_shapefile_loses_are_counted(lode, tmp_path):
    table(tmp_path, " a", "b ", "c")
    (tmp_path / "map.yaml").write_text(MAP.format(source="{file: p.csv, x: lon, y: lat, crs: EPSG:4326}"))
    assert "2 texts begin or end with blanks" in run(lode, "export", tmp_path / "map.yaml", "p", "-o", tmp_path / "out.shp").stderr


def test_all_identifiers_through_all_formats(lode):
    done = subprocess.run([sys.executable, ROOT / "tests/against/ids.py", "--lode", lode.path], capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


# ---- one notion of equal text

SAME = ["Évora", "Å", "각", "Việt", "й"]


def texts(tmp_path, *values):
    features = [{"type": "Feature", "properties": {"n": n, "v": i + 1}, "geometry": {"type": "Point", "coordinates": [60 + i, 30]}} for i, n in enumerate(values)]
    (tmp_path / "t.geojson").write_text(json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False), encoding="utf-8")
    return tmp_path / "t.geojson"


def both(word):
    return [unicodedata.normalize("NFD", word), unicodedata.normalize("NFC", word)]


def test_groups_are_of_equal_texts_and_printed_as_first_read(lode, tmp_path):
    words = [w for word in SAME for w in both(word)] + ["\u212b", "ﬁ", "fi", "A", "a", "a\u200cb", "ab"]
    texts(tmp_path, *words)
    (tmp_path / "map.yaml").write_text("lode: 1\ndata: {p: t.geojson}\nsteps: [{d: {dissolve: p, by: n, sum: v, count: true}}]\nlayers: [{marker: d}]\n"
                                       "page: {legend: false}\n")
    run(lode, "export", tmp_path / "map.yaml", "d", "-o", tmp_path / "d.csv")
    rows = list(csv.DictReader(io.StringIO((tmp_path / "d.csv").read_text(encoding="utf-8"))))
    counts = {r["n"]: int(r["count"]) for r in rows}
    assert counts == {**{both(w)[0]: 2 for w in SAME}, both("Å")[0]: 3, "ﬁ": 1, "fi": 1, "A": 1, "a": 1, "a\u200cb": 1, "ab": 1}


@pytest.mark.parametrize("word", SAME)
def test_scales_and_their_maps_take_equal_texts_as_one(lode, tmp_path, word):
    decomposed, composed = both(word)
    texts(tmp_path, decomposed, composed, decomposed, "x")
    for scale in ("{by: n}", "{by: n, map: {%s: red, x: blue}, labels: {%s: one}}" % (composed, composed),
                  "{by: n, map: {%s: red, x: blue}}" % decomposed):
        (tmp_path / "map.yaml").write_text(f"lode: 1\ndata: {{p: t.geojson}}\nlayers: [{{marker: p, color: {scale}}}]\n", encoding="utf-8")
        done = run(lode, "show", "--after", "style", tmp_path / "map.yaml")
        assert "is not drawn" not in done.stderr and "are not drawn" not in done.stderr
        assert "class-without-feature" not in run(lode, "check", tmp_path / "map.yaml").stderr
        classes = [line for line in done.stdout.splitlines() if word in unicodedata.normalize("NFC", line)]
        assert len(classes) <= 1, done.stdout


def test_names_of_columns_may_be_typed_either_way(lode, tmp_path):
    decomposed, composed = both("Größe")
    path = texts(tmp_path, "a", "b")
    path.write_text(path.read_text(encoding="utf-8").replace('"v"', f'"{decomposed}"'), encoding="utf-8")
    assert run(lode, "query", path, "--where", f"{composed} > 1", "--count").stdout.strip() == "1"


def test_order_and_keys_of_an_atlas(lode, tmp_path):
    decomposed, composed = both("Évora")
    texts(tmp_path, decomposed, "b", composed)
    (tmp_path / "map.yaml").write_text("lode: 1\ndata: {p: t.geojson}\nlayers: [{marker: p}]\ntables: {t.csv: {of: p, columns: [n, v], order: [-n, v]}}\n")
    run(lode, "render", tmp_path / "map.yaml", "-o", tmp_path / "m.png")
    assert (tmp_path / "t.csv").read_text(encoding="utf-8").splitlines() == ["n,v", f"{decomposed},1", f"{composed},3", "b,2"]
    (tmp_path / "map.yaml").write_text("lode: 1\ndata: {p: t.geojson}\nlayers: [{marker: p}]\natlas: {over: p, key: n, output: 'out/{page.key}.png'}\n")
    assert "have the same key" in run(lode, "check", tmp_path / "map.yaml", status=None).stderr


def test_a_file_whose_name_is_typed_in_another_way_is_hinted_at(lode, tmp_path):
    decomposed, composed = both("Évora")
    texts(tmp_path, "a").rename(tmp_path / f"{decomposed}.geojson")
    done = run(lode, "query", tmp_path / f"{composed}.geojson", status=None)
    assert "its accents are typed in another way" in done.stderr


def test_long_whole_numbers_stand_in_page_tables_and_legends_as_they_are(lode, tmp_path):
    table(tmp_path, "9007199254740993", "9223372036854775807")
    (tmp_path / "map.yaml").write_text("lode: 1\ndata: {p: {file: p.csv, x: lon, y: lat, crs: EPSG:4326}}\n"
                                       "layers: [{marker: p, color: {by: id, map: {9007199254740993: red, 9223372036854775807: blue}}}]\n"
                                       "page: {size: [140 mm, 100 mm], table: {of: p, columns: [id]}}\n")
    scene = run(lode, "show", "--after", "scene", tmp_path / "map.yaml").stdout
    assert scene.count("9007199254740993") == 2 and scene.count("9223372036854775807") == 2


def test_numbers_of_a_database_that_gdal_rounds_are_reported(lode, tmp_path):
    if postgres.missing():
        pytest.skip(postgres.missing())
    server = postgres.Server()
    try:
        server.sql("CREATE TABLE t (gid serial PRIMARY KEY, id numeric(20,0), big bigint, code text, geom geometry(Point, 4326)); "
                   "INSERT INTO t (id, big, code, geom) VALUES (12345678901234567890, 9007199254740993, '007', 'SRID=4326;POINT(60 30)')")
        done = run(lode, "query", f"PG:{server.connection}", "--layer", "t", "--where", "big = 9007199254740993 AND code = '007'", "--select", "id, big, code")
    finally:
        server.stop()
    assert done.stdout.splitlines()[1].endswith(",9007199254740993,007")
    assert "1 whole number in column 'id' is larger than a number of 64 bits holds" in done.stderr


@pytest.mark.parametrize("delimiter", [",", "|"])
@pytest.mark.parametrize("coding", ["utf-8", "utf-16", "latin-1"])
def test_codes_beside_places_as_people_write_them(lode, tmp_path, coding, delimiter):
    """The mark of seconds is doubled in the file, as quote marks are; `types` states a number for what is written in degrees."""
    with open(tmp_path / "p.csv", "w", encoding=coding, newline="") as f:
        csv.writer(f, delimiter=delimiter).writerows([["id", "lon", "lat"], ["007", "69°30'00\"E", "34°15'00\"N"], ["-099", "70°E", "35°00'00\"N"]])
    for types in ("", ", types: {lon: number}", ", types: {id: text, lon: number, lat: number}"):
        assert export(lode, tmp_path, "{file: p.csv, crs: EPSG:4326, where: lon > 69.9%s}" % types)[0] == ["-099"]
        assert export(lode, tmp_path, "{file: p.csv, crs: EPSG:4326%s}" % types)[0] == ["007", "-099"]
        features = json.loads((tmp_path / "out.geojson").read_text(encoding="utf-8"))["features"]
        assert [f["geometry"]["coordinates"] for f in features] == [[69.5, 34.25], [70, 35]]


def test_places_with_decimal_commas_may_be_stated_as_numbers(lode, tmp_path):
    (tmp_path / "p.csv").write_text("id\tOst\tNord\n01\t69,5\t34,25\n", encoding="utf-8")
    assert export(lode, tmp_path, "{file: p.csv, x: Ost, y: Nord, crs: EPSG:4326, types: {Ost: number, Nord: number}}") == (["01"], "")
    feature = json.loads((tmp_path / "out.geojson").read_text(encoding="utf-8"))["features"][0]
    assert feature["geometry"]["coordinates"] == [69.5, 34.25]


def test_a_column_with_the_name_of_a_place_in_json(lode, tmp_path):
    """`scale`, `bbox` and `coordinates` hold places only as lists."""
    (tmp_path / "p.geojson").write_text('{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"scale" : 12345678901234567890,"id":1},'
                                        '"geometry":{"type":"Point","coordinates": [60,30]}}]}', encoding="utf-8")
    done = run(lode, "query", tmp_path / "p.geojson", "--format", "json")
    assert json.loads(done.stdout)[0]["scale"] == "12345678901234567890" and done.stderr == ""


@pytest.mark.parametrize("text", ["id,lon,lat,b\n007,60,30,1\n12,61,31,1\n", "id|lon|lat|b\n007|60|30|1\n12|61|31|1\n"])
def test_types_beside_a_table_are_followed_but_codes_are_reported(lode, tmp_path, text):
    (tmp_path / "p.csv").write_text(text, encoding="utf-8")
    (tmp_path / "p.csvt").write_text('"Integer","Real","Real","Integer(Boolean)"\n', encoding="utf-8")
    values, err = export(lode, tmp_path, "{file: p.csv, crs: EPSG:4326}")
    assert values == [7, 12] and "1 value in column 'id' looks like a code but was read as integer, as the .csvt says (first: '007', feature 1)" in err
    assert "'b'" not in err
    assert export(lode, tmp_path, "{file: p.csv, crs: EPSG:4326, types: {id: text}}") == (["007", "12"], "")
