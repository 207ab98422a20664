#!/usr/bin/env python3
"""Identifiers and codes through each reader and each writer of lode: the same texts, or a message that names the column.

Each of the identifiers below stands in a column of its own, so that each column gets its type from that one value. A value that a
reader may take for a number, a date or a boolean, and print in another spelling, is listed in SPELLED; all others come back as they
stand, or a warning or a note names their column. Run: tests/against/ids.py [--lode build/src/cli/lode]"""
import argparse
import csv
import io
import json
import os
import re
import sqlite3
import subprocess
import sys
import tempfile
from pathlib import Path

INTEGERS = [str(v) for e in (31, 32, 53, 63, 64) for v in (2**e - 1, 2**e, 2**e + 1, -(2**e) - 1, -(2**e), -(2**e) + 1)]
IDS = INTEGERS + """
0 7 007 00 000 -099 -7 +7 +992372212121 00001 01067 0049 12345678901234567890 123456789012345678901234567890 9999999999999999
1e5 12E4 1E5 3e10 12D4 1e400 -1e400 1e+400 1.5e+05 1e-07 1.10 1.1 1.50 01.11 1.1.1 0.1 0.1000000000000000055511151231257827 1,234 .5 5. 3.0
NaN nan inf -inf Infinity null NULL None NA #N/A
true TRUE false Y N NO yes on t 0x1F 0b101 1_000 12/3 5/6/2020 12-11-10 2020-01-02 2020/01/02 2020-13-02 10:30 2020-01
1٢ ١٢٣ ۱۲ ７ 1 234 555-0199 (0)30 A-7 7a +7a --7 7- 1e 1e+ e5 -0 -0.0 A1 Évora Évora ﬁ Å
""".replace("1 234", "1\u00a0234").split()
IDS += ["1 234", "12 ", " 12", "a b", 'a"b', "a,b", "a;b", "it's", "=1+1", "#1", "@x", "a\\b", "<a&b>"]

# Numbers, dates and booleans, which lode prints in its own spelling: what it prints.
SPELLED = {"1.10": "1.1", "1.50": "1.5", ".5": "0.5", "5.": "5", "3.0": "3", "-0": "0", "-0.0": "0", "1.5e+05": "150000", "1e-07": "1e-07",
           "0.1000000000000000055511151231257827": "0.1", "TRUE": "true", "2020/01/02": "2020-01-02", "12 ": "12", " 12": "12"}
NUMBER = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?$")
WHOLE = re.compile(r"(0|-?[1-9][0-9]*)$")


def column(i):
    return f"c{i:03d}"


def lode(binary, *args):
    run = subprocess.run([binary, *map(str, args)], capture_output=True, text=True)
    return run.returncode, run.stdout, run.stderr


def rows_of(binary, path, *args):
    """The first row by column, and what was reported."""
    code, out, err = lode(binary, "query", path, "--crs", "EPSG:4326", "--format", "json", *args)
    if code:
        raise SystemExit(f"lode query {path}: {err}")
    return json.loads(out, parse_int=str, parse_float=str)[0], err


def shown(value):
    return {None: "", True: "true", False: "false"}.get(value, value) if not isinstance(value, str) else value


class Tally:
    def __init__(self):
        self.faults, self.lines = [], []

    def add(self, what, wanted, got, err):
        """`wanted`: column -> (the text as it stands, what else it may be printed as)."""
        same = spelled = reported = 0
        for name, (text, other) in wanted.items():
            value = shown(got.get(name))
            if value == text:
                same += 1
            elif value == other:
                spelled += 1
            elif f"'{name}'" in err:
                reported += 1
            else:
                self.faults.append(f"{what}: {text!r} became {value!r}")
        self.lines.append(f"{what:24s} {len(wanted):4d} values: {same} as they stand, {spelled} as numbers, dates or booleans in another "
                          f"spelling, {reported} reported")


def texts(skip=()):
    return {column(i): (t, SPELLED.get(t)) for i, t in enumerate(IDS) if t not in skip}


def exact(values=None):
    return {column(i): (t, None) for i, t in enumerate(IDS) if values is None or t in values}


# ---- files, each made without lode

def write_csv(path, quoting=csv.QUOTE_MINIMAL, delimiter=","):
    with open(path, "w", newline="", encoding="utf-8") as f:
        w = csv.writer(f, quoting=quoting, delimiter=delimiter)
        w.writerow([column(i) for i in range(len(IDS))] + ["lon", "lat"])
        w.writerow(IDS + ["60", "30"])
        w.writerow(IDS + ["61", "30"])


def write_geojson(path, literal):
    def value(t):
        return t if literal and NUMBER.match(t) else json.dumps(t, ensure_ascii=False)
    properties = ",".join(f'"{column(i)}":{value(t)}' for i, t in enumerate(IDS))
    feature = '{"type":"Feature","properties":{%s},"geometry":{"type":"Point","coordinates":[60,30]}}' % properties
    path.write_text('{"type":"FeatureCollection","features":[%s,\n%s]}' % (feature, feature), encoding="utf-8")


def write_gml(path):
    escape = lambda t: t.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    fields = "".join(f"<o:{column(i)}>{escape(t)}</o:{column(i)}>" for i, t in enumerate(IDS))
    path.write_text('<o:FeatureCollection xmlns:o="http://o" xmlns:gml="http://www.opengis.net/gml"><gml:featureMember><o:m fid="m.0">'
                    '<o:p><gml:Point srsName="EPSG:4326"><gml:coordinates>60,30</gml:coordinates></gml:Point></o:p>'
                    f'{fields}</o:m></gml:featureMember></o:FeatureCollection>', encoding="utf-8")


def write_kml(path):
    escape = lambda t: t.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    fields = "".join(f'<Data name="{column(i)}"><value>{escape(t)}</value></Data>' for i, t in enumerate(IDS))
    path.write_text('<?xml version="1.0"?><kml xmlns="http://www.opengis.net/kml/2.2"><Document><Placemark><name>x</name><ExtendedData>'
                    f'{fields}</ExtendedData><Point><coordinates>60,30</coordinates></Point></Placemark></Document></kml>', encoding="utf-8")


def write_with_ogr(path, driver, values, kind, subset=None):
    """`kind`: OFTString, or a type for whole numbers."""
    from osgeo import ogr, osr
    ogr.UseExceptions()
    srs = osr.SpatialReference()
    srs.ImportFromEPSG(4326)
    data = ogr.GetDriverByName(driver).CreateDataSource(str(path))
    layer = data.CreateLayer("ids", srs, ogr.wkbPoint, [o for o in ["ENCODING=UTF-8"] if driver == "ESRI Shapefile"])
    for name in values:
        layer.CreateField(ogr.FieldDefn(name, kind))
    f = ogr.Feature(layer.GetLayerDefn())
    for name, (text, _) in values.items():
        f.SetField(name, text if kind == ogr.OFTString else int(text))
    f.SetGeometry(ogr.CreateGeometryFromWkt("POINT (60 30)"))
    layer.CreateFeature(f)


def write_dbf(path, numbers):
    """A shapefile of one point whose columns are N fields as wide as their number, up to 32."""
    import struct
    body = struct.pack("<i2d", 1, 60, 30)
    head = lambda words: struct.pack(">7i", 9994, 0, 0, 0, 0, 0, words) + struct.pack("<2i8d", 1000, 1, 60, 30, 60, 30, 0, 0, 0, 0)
    path.write_bytes(head(50 + 4 + len(body) // 2) + struct.pack(">2i", 1, len(body) // 2) + body)
    path.with_suffix(".shx").write_bytes(head(54) + struct.pack(">2i", 50, len(body) // 2))
    fields = b"".join(struct.pack("<11sc4xBB14x", n.encode(), b"N", max(20, len(t)), 0) for n, (t, _) in numbers.items())
    row = b" " + b"".join(t.rjust(max(20, len(t))).encode() for t, _ in numbers.values())
    path.with_suffix(".dbf").write_bytes(struct.pack("<4BIHH20x", 3, 124, 1, 1, 1, 33 + len(fields), len(row)) + fields + b"\r" + row + b"\x1a")


def write_sqlite(path):
    with sqlite3.connect(path) as db:
        db.execute("CREATE TABLE ids (%s)" % ",".join(f"{column(i)} TEXT" for i in range(len(IDS))))
        db.execute("INSERT INTO ids VALUES (%s)" % ",".join("?" * len(IDS)), IDS)


def write_workbook(path):
    import openpyxl
    book = openpyxl.Workbook()
    book.active.append([column(i) for i in range(len(IDS))] + ["k"])  # a number tells GDAL that the first row has names
    for _ in range(2):
        book.active.append(IDS + [1])
    for row in book.active.iter_rows():
        for cell in row[:-1]:
            cell.data_type = "s"
    book.save(path)


def whole_numbers(bits=None):
    ok = lambda t: WHOLE.match(t) and (bits is None or -2**(bits - 1) <= int(t) < 2**(bits - 1))
    return {n: v for n, v in exact().items() if ok(v[0])}


# ---- runs

def read_all(binary, folder, tally):
    from osgeo import ogr

    def run(what, path, wanted, *args):
        got, err = rows_of(binary, path, *args)
        tally.add(what, wanted, got, err)

    for what, quoting, delimiter in (("CSV", csv.QUOTE_MINIMAL, ","), ("CSV, all quoted", csv.QUOTE_ALL, ","), ("CSV, semicolons", csv.QUOTE_MINIMAL, ";")):
        path = folder / "ids.csv"
        write_csv(path, quoting, delimiter)
        wanted = texts()
        if delimiter == ";":
            wanted = {n: (t, "1.234" if t == "1,234" else s) for n, (t, s) in wanted.items()}
        run(what, path, wanted)

    write_geojson(folder / "texts.geojson", False)
    dates = {n: (t, "2020-01-02" if t == "2020/01/02" else None) for n, (t, _) in exact().items()}
    run("GeoJSON, texts", folder / "texts.geojson", dates)
    write_geojson(folder / "numbers.geojson", True)
    run("GeoJSON, numbers", folder / "numbers.geojson",
        {n: (t, SPELLED.get(t, {"1e5": "100000", "12E4": "120000", "1E5": "100000", "3e10": "30000000000"}.get(t))) for n, (t, _) in exact().items()})
    write_gml(folder / "ids.gml")
    run("GML", folder / "ids.gml", texts())
    write_kml(folder / "ids.kml")
    run("KML", folder / "ids.kml", exact())
    write_workbook(folder / "ids.xlsx")
    run("XLSX, texts", folder / "ids.xlsx", exact())
    write_sqlite(folder / "ids.sqlite")
    run("SQLite, texts", folder / "ids.sqlite", exact())

    for driver, ending in (("GPKG", "gpkg"), ("FlatGeobuf", "fgb"), ("ESRI Shapefile", "shp")):
        blanks = {"12 ", " 12"} if ending == "shp" else ()
        write_with_ogr(folder / f"texts.{ending}", driver, exact(), ogr.OFTString)
        run(f"{driver}, texts", folder / f"texts.{ending}", {n: (t, t.strip() if t in blanks else None) for n, (t, _) in exact().items()})
        write_with_ogr(folder / f"whole.{ending}", driver, whole_numbers(64), ogr.OFTInteger64)
        run(f"{driver}, whole numbers", folder / f"whole.{ending}", whole_numbers(64))

    write_dbf(folder / "wide.shp", {n: v for n, v in whole_numbers().items()})
    run("DBF, N of 20 and more", folder / "wide.shp", whole_numbers())


def export(binary, folder, source, target):
    document = folder / "export.yaml"
    document.write_text(f"lode: 1\ndata: {{ids: {source}}}\nlayers: [{{marker: ids}}]\n")
    code, _, err = lode(binary, "export", document, "ids", "-o", target)
    if code:
        raise SystemExit(f"lode export {target}: {err}")
    return err


def read_back(path):
    from osgeo import ogr
    data = ogr.Open(str(path))
    feature = data.GetLayer(0).GetNextFeature()
    return {feature.GetFieldDefnRef(i).GetName(): feature.GetFieldAsString(i) for i in range(feature.GetFieldCount())}


def write_all(binary, folder, tally):
    """What lode writes is read with other programs: Python for CSV and JSON, GDAL for the others."""
    for source, values in (("texts.gpkg", exact()), ("whole.gpkg", whole_numbers(64))):
        kind = "texts" if source.startswith("texts") else "whole numbers"
        for ending in ("csv", "geojson", "gpkg", "fgb", "shp"):
            target = folder / f"out.{ending}"
            target.unlink(missing_ok=True)
            err = export(binary, folder, source, target)
            if ending == "csv":
                got = next(csv.DictReader(io.StringIO(target.read_text(encoding="utf-8"))))
            elif ending == "geojson":
                got = json.loads(target.read_text(encoding="utf-8"), parse_int=str, parse_float=str)["features"][0]["properties"]
            else:
                got = read_back(target)
            wanted = {n: (t, t.strip() if ending == "shp" and "blanks" in err else None) for n, (t, _) in values.items()}
            tally.add(f"written: {ending}, {kind}", wanted, got, err)

        document = folder / "label.yaml"
        for fmt in ("csv", "json"):
            _, out, err = lode(binary, "query", folder / source, "--format", fmt)
            got = next(csv.DictReader(io.StringIO(out))) if fmt == "csv" else json.loads(out, parse_int=str, parse_float=str)[0]
            tally.add(f"query: {fmt}, {kind}", values, got, err)

        # A page of an atlas cannot have the same key twice: the texts that labels show are read from the PDF's scene.
        names = [n for n, (t, _) in values.items() if t.strip() == t]
        text = "|".join("{%s}" % n for n in names)
        document.write_text("lode: 1\ndata: {ids: %s}\nlayers: [{label: ids, text: %s, size: 1 pt}]\n" % (source, json.dumps(text)))
        code, out, err = lode(binary, "show", "--after", "label", document)
        found = {n for n in names if values[n][0] in out}
        tally.add(f"labels: {kind}", {n: values[n] for n in names}, {n: values[n][0] for n in found}, err)


def state_types(binary, folder, tally):
    """`types: {column: text}` gives back every text of a CSV."""
    write_csv(folder / "ids.csv")
    types = ", ".join(f"{column(i)}: text" for i in range(len(IDS)))
    err = export(binary, folder, "{file: ids.csv, x: lon, y: lat, crs: EPSG:4326, types: {%s}}" % types, folder / "typed.geojson")
    got = json.loads((folder / "typed.geojson").read_text(encoding="utf-8"))["features"][0]["properties"]
    tally.add("CSV, types: text", exact(), got, err)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--lode", default="build/src/cli/lode")
    args = parser.parse_args()
    binary, tally = os.path.abspath(args.lode), Tally()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        read_all(binary, folder, tally)
        state_types(binary, folder, tally)
        write_all(binary, folder, tally)

    print(f"{len(IDS)} identifiers, {len(INTEGERS)} of them about 2^31, 2^32, 2^53, 2^63 and 2^64")
    print("\n".join(tally.lines))
    print("\n".join(tally.faults) or "no value changed without a word")
    return 1 if tally.faults else 0


if __name__ == "__main__":
    sys.exit(main())
