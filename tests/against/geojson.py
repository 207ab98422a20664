#!/usr/bin/python3
"""Overlays of the shipped layers, written as GeoJSON and CSV, read back by shapely: how many shapes are not valid.

Coordinates are written with 7 decimals, a centimetre. Slivers of overlays are thinner, so that their sides cross
when they are rounded: lode writes these shapes in full. The second number is what 7 decimals for all would give."""
import argparse
import csv
import json
import pathlib
import subprocess
import sys
import tempfile

import shapely.geometry
import shapely.wkt

ROOT = pathlib.Path(__file__).resolve().parents[2]
STEPS = {
    "belt": "buffer: railways, by: 25 km",
    "cut": "intersect: provinces, with: belt",
    "clipped": "clip: railways, with: provinces",
    "erased": "erase: provinces, with: belt",
    "joined": "union: provinces, with: belt",
    "either": "symdiff: provinces, with: belt",
    "rings": "rings: railways, by: [5 km, 25 km]",
    "tracks": "buffer: railways, by: 100 m",
    "slivers": "intersect: tracks, with: provinces",
    "rest": "erase: slivers, with: tracks",
    "borders": "erase: provinces, with: tracks",
}

csv.field_size_limit(sys.maxsize)


def needed(name):
    """The steps that `name` is made of, in order, and itself."""
    words = STEPS[name].replace(",", " ").split()
    return [n for before in words if before in STEPS and before != name for n in needed(before)] + [name]


def document(name):
    steps = {n: STEPS[n] for n in dict.fromkeys(needed(name))}
    lines = ["lode: 1", "data:"] + [f"  {n}: {ROOT}/layers/{n}.shp" for n in ("provinces", "railways")]
    lines += ["steps:"] + [f"  - {name}: {{{step}}}" for name, step in steps.items()]
    lines += ["layers:", f"  - {'line' if name == 'clipped' else 'fill'}: {name}"]
    return "\n".join(lines) + "\n"


def read(file):
    if file.suffix == ".geojson":
        return [shapely.geometry.shape(f["geometry"]) for f in json.loads(file.read_text())["features"] if f["geometry"]]
    with open(file, newline="") as lines:
        return [shapely.wkt.loads(row["WKT"]) for row in csv.DictReader(lines) if row["WKT"]]


def at_seven_decimals(shape):
    return shapely.wkt.loads(shapely.wkt.dumps(shape, rounding_precision=7))


def exported(lode, document, step, file):
    got = subprocess.run([lode, "export", document, step, "-o", file, "--quiet"], capture_output=True, text=True)
    if got.returncode:
        sys.exit(f"{step}: {got.stderr}")
    return read(file)


def misoriented(file):
    """Outer rings that do not run counter-clockwise (RFC 7946, 3.1.6)."""
    polygons = [p for s in read(file) for p in getattr(s, "geoms", [s]) if p.geom_type == "Polygon"]
    return sum(not p.exterior.is_ccw or any(h.is_ccw for h in p.interiors) for p in polygons)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--lode", default=ROOT / "build/src/cli/lode")
    parser.add_argument("--quick", action="store_true", help="three of the overlays")
    args = parser.parse_args()
    names = ["cut", "slivers", "tracks"] if args.quick else list(STEPS)
    total = broken = before = turned = 0

    with tempfile.TemporaryDirectory() as folder:
        map_file = pathlib.Path(folder, "map.yaml")
        for name in names:
            map_file.write_text(document(name))
            for ending in ("geojson", "csv"):
                file = pathlib.Path(folder, f"{name}.{ending}")
                shapes = exported(args.lode, map_file, name, file)
                bad = sum(not s.is_valid for s in shapes)
                rounded = sum(not at_seven_decimals(s).is_valid for s in shapes)
                total, broken, before = total + len(shapes), broken + bad, before + rounded
                if ending == "geojson":
                    turned += misoriented(file)
                print(f"{name + '.' + ending:20} {len(shapes):5} shapes, not valid: {bad}, at 7 decimals {rounded}")

    print(f"{total} shapes written: {broken} not valid ({before} with 7 decimals for all), {turned} rings turned the wrong way")
    return 1 if broken or turned else 0


if __name__ == "__main__":
    sys.exit(main())
