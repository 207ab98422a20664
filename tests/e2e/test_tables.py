"""`tables:` written beside the map, read back with GDAL and csv."""
import csv
import io
import json
import re

from osgeo import gdal, ogr

gdal.UseExceptions()

DOCUMENT = """
lode: 1
data:
  provinces: {file: '{layers}/provinces.shp', where: adm0_a3 = 'AFG'}
  deposits: {file: '{layers}/deposits.shp', where: adm0_a3 = 'AFG'}
steps:
  - counted: {count: deposits, in: provinces}
layers:
  - fill: counted
tables:
  counted.csv: {of: counted, columns: [name, count], order: [-count, name]}
  counted.gpkg: {of: counted}
outputs: [map.png]
dpi: 50
"""


def test_tables_hold_what_the_map_shows(lode, write_map, tmp_path):
    lode("render", write_map(DOCUMENT))
    rows = list(csv.reader(open(tmp_path / "counted.csv", encoding="utf-8", newline="")))
    assert rows[0] == ["name", "count"]
    counts = [(-int(count), name) for name, count in rows[1:]]
    assert counts == sorted(counts) and len(counts) == 34
    source = ogr.Open(str(tmp_path / "counted.gpkg"))
    features = [(f["name"], f["count"], f["wikidataid"]) for f in source.GetLayer()]
    assert sorted((-count, name) for name, count, _ in features) == counts
    assert all(wikidata for *_, wikidata in features), "without `columns` all of them are written"
    # a deposit lies in one province, or (rounded coordinates) just outside of all
    assert 90 <= sum(count for _, count, _ in features) <= 98


def test_an_unknown_column_is_told_before_any_work(lode, write_map, tmp_path):
    run = lode("render", write_map(DOCUMENT.replace("[name, count]", "[nam, count]")), status=2)
    assert b"no column 'nam' in 'counted'" in run.stderr
    assert sorted(p.name for p in tmp_path.iterdir()) == ["map.yaml"]


def test_csv_is_rfc_4180(lode, write_map, tmp_path):
    """Section 2: CR LF ends lines; commas, quotes and line ends within quotes, quotes doubled; the same fields in each line."""
    texts = ["plain", "a,b", 'say "ore"', "two\nlines", "two\r\nlines", "", "  room  ", "مس عینک", "Медь", "銅", "'", ";\t"]
    features = [{"type": "Feature", "properties": {"n": i, 'the "text", in full': text},
                 "geometry": {"type": "Point", "coordinates": [69, 34]}} for i, text in enumerate(texts)]
    (tmp_path / "in.geojson").write_text(json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8")
    document = write_map("""
lode: 1
data: {sites: in.geojson}
layers: []
tables:
  plain.csv: {of: sites, columns: [n, 'the "text", in full'], order: n}
  marked.csv: {of: sites, columns: [n, 'the "text", in full'], order: n, bom: true}
""")
    assert lode("check", "--strict", document).stderr == b"", "a document may be there for its tables alone"
    lode("render", document)
    plain, marked = (tmp_path / "plain.csv").read_bytes(), (tmp_path / "marked.csv").read_bytes()
    assert marked == b"\xef\xbb\xbf" + plain
    rows = list(csv.reader(io.StringIO(plain.decode("utf-8"), newline=""), strict=True))
    assert rows == [["n", 'the "text", in full']] + [[str(i), text] for i, text in enumerate(texts)]
    assert plain.endswith(b"\r\n") and b'"say ""ore"""' in plain
    # Outside of quotes every line ends in CR LF.
    assert re.sub(rb'"[^"]*"', b"", plain).replace(b"\r\n", b"").count(b"\n") == 0
