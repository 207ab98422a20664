#!/usr/bin/env python3
"""Good shapefiles with one thing made wrong, read by lode and by GDAL, beside the files as they were.

  tests/against/shapefiles.py [--lode BIN] [--every N] [--show]

Each field of the headers of .shp, .shx and .dbf, of descriptions of columns, of index entries and of records (number,
length, type, box, counts, parts, coordinates) is set to wrong values; entries are swapped and doubled, files
cut and emptied. What differs from the truth has to be refused or reported: exits 1 when lode reads one mutant wrong
without a word. Changes that nobody could know of, such as a point moved within the extent, are counted
apart. --every 10 takes each tenth mutant.
"""
import argparse
import json
import math
import shutil
import struct
import subprocess
import sys
import tempfile
from pathlib import Path

from osgeo import gdal, ogr

ROOT = Path(__file__).resolve().parent.parent.parent
LAYERS = {"points": ("places", 12), "lines": ("rivers", 8), "areas": ("lakes", 8)}
ENDINGS = ("shp", "shx", "dbf")
gdal.UseExceptions()
ogr.UseExceptions()


def make_good(folder):
    """Small copies of real layers, by GDAL."""
    for name, (layer, n) in LAYERS.items():
        gdal.VectorTranslate(str(folder / f"{name}.shp"), str(ROOT / f"layers/{layer}.shp"), format="ESRI Shapefile",
                             SQLStatement=f"SELECT name, scalerank, min_zoom FROM {layer} LIMIT {n}",
                             layerCreationOptions=["ENCODING=UTF-8"])


def numbers_of(value, size):
    """Wrong values for a whole number."""
    top = 256 ** size
    return sorted({0, 1, (value + 1) % top, (value - 1) % top, value // 2, 2 * value % top, top - 1, top // 2} - {value})


def mutants(files):
    """(what, ending, bytes, whether it can be known) of each mutant of {ending: bytes}."""
    for ending in ENDINGS:
        data = files[ending]

        def put(what, at, new, knowable=True):
            return what, ending, data[:at] + new + data[at + len(new):], knowable

        def number(what, at, form, knowable=True):
            value, = struct.unpack_from(form, data, at)
            for wrong in numbers_of(value & 256 ** struct.calcsize(form) - 1, struct.calcsize(form)):
                yield put(f"{what} {value} -> {wrong}", at, wrong.to_bytes(struct.calcsize(form), "big" if form[0] == ">"
                                                                           else "little"), knowable)

        for share in (0, 0.1, 0.5, 0.9, 0.99):
            yield f"cut to {share}", ending, data[:int(len(data) * share)], True
        yield "one byte less", ending, data[:-2], True
        if ending == "dbf":
            yield from number("number of rows", 4, "<I")
            yield from number("length of header", 8, "<H")
            yield from number("length of rows", 10, "<H")
            header, record = struct.unpack_from("<2H", data, 8)
            for at in range(32, header - 1, 32):
                yield from number(f"width of column at {at}", at + 16, "<B")
            for row in (0, 3):
                for mark in b"*\0AX":
                    yield put(f"mark of row {row}", header + row * record, bytes([mark]))
            continue

        yield from number("file code", 0, ">I")
        yield from number("file length", 24, ">I")
        yield from number("type of file", 32, "<I")
        for k in range(4):
            yield put(f"box {k} of file", 36 + 8 * k, struct.pack("<d", math.nan))
        if ending == "shx":
            n = (len(data) - 100) // 8
            for k in (0, n // 2, n - 1):
                yield from number(f"place in entry {k}", 100 + 8 * k, ">I")
                yield from number(f"length in entry {k}", 104 + 8 * k, ">I")
            for i, k in ((0, 1), (1, n - 1), (2, 3)):
                one, other = data[100 + 8 * i:108 + 8 * i], data[100 + 8 * k:108 + 8 * k]
                yield put(f"entry {i} as {k}", 100 + 8 * i, other)
                swapped = bytearray(data)
                swapped[100 + 8 * i:108 + 8 * i], swapped[100 + 8 * k:108 + 8 * k] = other, one
                yield f"entries {i} and {k} swapped", ending, bytes(swapped), True
            continue

        index, kind = files["shx"], struct.unpack_from("<I", data, 32)[0]
        n = (len(index) - 100) // 8
        for i in (0, n // 2, n - 1):
            at = 2 * struct.unpack_from(">I", index, 100 + 8 * i)[0]
            yield from number(f"number of record {i}", at, ">I")
            yield from number(f"length of record {i}", at + 4, ">I")
            for wrong in (0, 1, 3, 5, 8, 11, 13, 15, 18, 21, 23, 25, 28, 31, 7, 99):
                yield put(f"type of record {i} -> {wrong}", at + 8, struct.pack("<I", wrong))
            if kind == 1:
                for wrong, name in ((math.nan, "NaN"), (math.inf, "inf"), (-1e38, "-1e38"), (500.0, "500")):
                    yield put(f"x of record {i} -> {name}", at + 12, struct.pack("<d", wrong))
                x, = struct.unpack_from("<d", data, at + 12)
                yield put(f"x of record {i} moved a little", at + 12, struct.pack("<d", x + 1e-4), False)
                continue
            for k in range(4):
                for wrong in (math.nan, 0.0, 1e38):
                    yield put(f"box {k} of record {i} -> {wrong}", at + 12 + 8 * k, struct.pack("<d", wrong))
            yield from number(f"parts of record {i}", at + 44, "<I")
            yield from number(f"points of record {i}", at + 48, "<I")
            parts = struct.unpack_from("<I", data, at + 44)[0]
            for k in range(min(parts, 2)):
                yield from number(f"part {k} of record {i}", at + 52 + 4 * k, "<I", kind != 3 or k == 0)
            points = at + 52 + 4 * parts
            for wrong in (math.nan, math.inf, 500.0, 1e38):
                yield put(f"x of point 1 of record {i} -> {wrong}", points + 16, struct.pack("<d", wrong))
            x, = struct.unpack_from("<d", data, points + 16)
            yield put(f"x of point 1 of record {i} moved a little", points + 16, struct.pack("<d", x + 1e-5), False)


def plain(geometry):
    """A geometry without how it is nested, rings from their least corner on."""
    def rings(c):
        nested = c and isinstance(c[0], list) and c[0] and isinstance(c[0][0], list)
        return sum(map(rings, c), []) if nested else [c]

    if not geometry:
        return None
    lists = []
    for ring in rings(geometry["coordinates"]):
        points = [tuple(round(v, 6) for v in p[:2]) for p in (ring if not ring or isinstance(ring[0], list) else [ring])]
        if geometry["type"].endswith("Polygon"):
            points = sorted(points[:-1])
        lists.append(tuple(points))
    return geometry["type"].replace("Multi", ""), tuple(sorted(lists))


def by_lode(lode, path):
    """(features or None when it was refused, what was said)"""
    run = subprocess.run([lode, "query", path, "--format", "geojson"], capture_output=True, text=True)
    if run.returncode not in (0, 1, 2, 3, 4, 5):
        sys.exit(f"lode ended with {run.returncode}: {run.stderr}")
    if run.returncode:
        return None, run.stderr
    features = json.loads(run.stdout)["features"]
    return [(plain(f["geometry"]), f["properties"]) for f in features], run.stderr


def by_gdal(path):
    said = []
    gdal.PushErrorHandler(lambda kind, number, text: said.append(text))
    try:
        source = ogr.Open(str(path))
        if not source:
            return None, "\n".join(said)
        features = []
        for f in source.GetLayer(0):
            shape = f.GetGeometryRef()
            text = shape.ExportToJson() if shape else None
            features.append((plain(json.loads(text)) if text else None, f.items()))
    except (RuntimeError, KeyError) as error:
        return None, str(error)
    finally:
        gdal.PopErrorHandler()
    return features, "\n".join(said)


def judge(read, said, truth):
    if read is None:
        return "refused"
    if read == truth:
        return "right"
    return "reported" if said else "silent"


def sweep(lode, every=1):
    """[(layer, what, knowable, verdict of lode, verdict of GDAL)]"""
    results = []
    with tempfile.TemporaryDirectory() as folder:
        folder = Path(folder)
        make_good(folder)
        for name in LAYERS:
            truth, said = by_lode(lode, folder / f"{name}.shp")
            assert truth and not said, said
            gdal_truth, _ = by_gdal(folder / f"{name}.shp")
            files = {ending: (folder / f"{name}.{ending}").read_bytes() for ending in ENDINGS}
            for k, (what, ending, data, knowable) in enumerate(mutants(files)):
                if k % every or data == files[ending]:
                    continue
                for other in ENDINGS:
                    (folder / f"x.{other}").write_bytes(data if other == ending else files[other])
                for other in ("prj", "cpg"):
                    shutil.copy(folder / f"{name}.{other}", folder / f"x.{other}")
                read, said = by_lode(lode, folder / "x.shp")
                gdal_read, gdal_said = by_gdal(folder / "x.shp")
                results.append((name, f".{ending}: {what}", knowable, judge(read, said, truth),
                                judge(gdal_read, gdal_said, gdal_truth)))
    return results


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--lode", default=str(ROOT / "build/src/cli/lode"))
    parser.add_argument("--every", type=int, default=1)
    parser.add_argument("--show", action="store_true", help="list what was read wrong in silence")
    args = parser.parse_args()
    results = sweep(args.lode, args.every)

    for knowable, title in ((True, "what a reader can know"), (False, "what nobody could know")):
        chosen = [r for r in results if r[2] == knowable]
        print(f"{title}: {len(chosen)} mutants")
        for tool, column in (("lode", 3), ("GDAL", 4)):
            counts = {v: sum(r[column] == v for r in chosen) for v in ("right", "refused", "reported", "silent")}
            print(f"  {tool}: {counts['right']} right, {counts['refused']} refused, {counts['reported']} wrong and reported, "
                  f"{counts['silent']} wrong in silence")
    silent = [r for r in results if r[2] and r[3] == "silent"]
    for name, what, *_ in silent if args.show or len(silent) < 20 else []:
        print(f"in silence: {name} {what}")
    return 1 if silent else 0


if __name__ == "__main__":
    sys.exit(main())
