#!/usr/bin/python3
"""Places of sources in all reference systems against ogr2ogr, and the orientation of maps in them.

For each projected and geographic system of PROJ's database a few places inside its area of use are written, by GDAL, as
GeoPackage, GML and into PostGIS (a server of its own). lode reads them and writes them in longitude and latitude; `ogr2ogr -t_srs
EPSG:4326` does the same. No two places may lie more than 1 mm apart. With --write, lode writes each system too, and ogr2ogr
reads it back. With --maps a map of each system is fitted: it must not be mirrored, and east must be right and north up unless
the system is a polar or oblique one.

    tests/against/axes.py [--lode BIN] [--format gpkg,gml,pg] [--authority EPSG,ESRI,IGNF] [--every N] [--write] [--maps]
"""
import argparse
import math
import os
import shutil
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from osgeo import gdal, ogr, osr
import pyproj
from pyproj.database import query_crs_info

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests/e2e"))
gdal.UseExceptions()
osr.UseExceptions()
gdal.PushErrorHandler("CPLQuietErrorHandler")
gdal.SetConfigOption("OGR_CURRENT_DATE", "2000-01-01T00:00:00Z")

LIMIT_M = 1e-3
BACK_LIMIT_M = 5e-3  # PROJ's own way there and back leaves 1.2 mm in EPSG:5513 and ESRI:102017
BATCH = 40
GEOD = pyproj.Geod(ellps="WGS84")
ENV = {**os.environ, "LC_ALL": "C.UTF-8", "NO_COLOR": "1", "PGOPTIONS": "-c client_min_messages=error"}


def codes(authorities, every):
    """(name, area of use) of each system, deprecated ones too."""
    found = []
    for info in query_crs_info(allow_deprecated=True):
        kind = str(info.type)
        if info.auth_name in authorities and ("PROJECTED" in kind or "GEOGRAPHIC" in kind):
            found.append((f"{info.auth_name}:{info.code}", info.area_of_use))
    return found[::every]


def reference(text):
    srs = osr.SpatialReference()
    srs.SetFromUserInput(text)
    srs.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
    return srs


LONLAT = reference("EPSG:4326")


def places_in(srs, area):
    """Three places in the area of use, in the system's own numbers as files hold them."""
    west, south, east, north = (-30, 20, 30, 60) if area is None else (area.west, area.south, area.east, area.north)
    east += 360 * (east < west)
    base = srs.CloneGeogCS()  # of the same datum, which takes no search for operations
    base.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
    way, unit = osr.CoordinateTransformation(base, srs), base.GetAngularUnits()
    found = []
    for u, v in (.5, .5), (.4, .55), (.55, .35):
        lon, lat = west + u * (east - west), south + v * (north - south)
        x, y, _ = way.TransformPoint(math.radians((lon + 180) % 360 - 180) / unit, math.radians(lat) / unit)
        if math.isfinite(x) and math.isfinite(y):
            found.append((x, y))
    return found


class System:
    def __init__(self, name, area):
        self.name, self.area, self.why = name, area, None
        self.layer = name.replace(":", "_").lower()
        try:
            self.srs = reference(name)
            self.places = places_in(self.srs, area)
            self.why = None if self.places else "no place of its area of use can be transformed"
        except RuntimeError as e:
            self.why = repr(e)


def fill(dataset, system, options=()):
    layer = dataset.CreateLayer(system.layer, system.srs, ogr.wkbPoint, list(options))
    layer.CreateField(ogr.FieldDefn("n", ogr.OFTInteger))
    for k, (x, y) in enumerate(system.places):
        feature = ogr.Feature(layer.GetLayerDefn())
        feature["n"] = k
        feature.SetGeometry(ogr.CreateGeometryFromWkt(f"POINT ({x!r} {y!r})"))
        layer.CreateFeature(feature)


class Files:
    """A file for each system."""

    def __init__(self, driver, ending, dataset_options):
        self.driver, self.ending, self.dataset_options = driver, ending, dataset_options

    def write(self, folder, systems):
        made = {}
        for s in systems:
            path = folder / f"{s.layer}.{self.ending}"
            try:
                dataset = gdal.GetDriverByName(self.driver).Create(str(path), 0, 0, 0, gdal.GDT_Unknown, self.dataset_options)
                fill(dataset, s)
                dataset = None
                made[s] = (str(path), s.layer)
            except RuntimeError as e:
                s.why = repr(e)
        return made

    def clear(self, folder, systems):
        pass


class Tables:
    """Tables of a PostgreSQL server that ends with this program."""

    def __init__(self):
        from postgres import Server
        self.server = Server()
        self.where = f"PG:{self.server.connection}"

    def write(self, folder, systems):
        made = {}
        dataset = gdal.OpenEx(self.where, gdal.OF_VECTOR | gdal.OF_UPDATE)
        for s in systems:
            try:
                fill(dataset, s, ["GEOMETRY_NAME=geom", "PRECISION=NO"])
                made[s] = (self.where, s.layer)
            except RuntimeError as e:
                s.why = repr(e)
        return made

    def clear(self, folder, systems):
        for s in systems:
            self.server.sql(f"DROP TABLE IF EXISTS {s.layer}")


def places_of(path, layer=None, t_srs=None):
    """{n: (lon, lat)} of a file; with `t_srs` what ogr2ogr makes of it."""
    dataset = gdal.OpenEx(path, gdal.OF_VECTOR)
    if t_srs:
        dataset = gdal.VectorTranslate("", dataset, format="Memory", dstSRS=t_srs, layers=[layer])
    rows = {}
    for feature in dataset.GetLayer(0):
        shape = feature.GetGeometryRef()
        if shape is not None and not shape.IsEmpty():
            rows[feature["n"]] = (shape.GetX(), shape.GetY())
    return rows


def run_lode(lode, folder, made):
    """Let lode write all sources in longitude and latitude; returns what it says."""
    out = folder / "out"
    out.mkdir(exist_ok=True)
    text = ["lode: 1", "data:"]
    text += [f"  {s.layer}: {{file: '{path}', layer: '{layer}'}}" for s, (path, layer) in made.items()]
    text += ["tables:"] + [f"  {out}/{s.layer}.fgb: {{of: {s.layer}}}" for s in made]
    first = next(iter(made)).layer
    text += [f"layers: [{{marker: {first}}}]", f"map: {{crs: auto, extent: [-180, -60, 180, 60]}}",
             "page: {size: [60 mm, 60 mm], legend: none, scale-bar: none, title: none}", f"outputs: [{out}/map.svg]"]
    document = folder / "map.yaml"
    document.write_text("\n".join(text) + "\n")
    run = subprocess.run([lode, "render", "-q", str(document)], capture_output=True, text=True, env=ENV, timeout=600)
    return run.returncode, run.stderr


def apart_m(a, b):
    return GEOD.inv(*a, *b)[2]


class Tally:
    def __init__(self, limit_m=LIMIT_M):
        self.limit_m = limit_m
        self.systems = self.places = self.refused = self.worst_m = 0
        self.faults = []

    def compare(self, system, ours, theirs):
        self.systems += 1
        for n, place in theirs.items():
            self.places += 1
            d = apart_m(place, ours[n]) if n in ours else math.inf
            self.worst_m = max(self.worst_m, d)
            if not d <= self.limit_m:
                self.faults.append(f"{system.name}: {ours.get(n)}, ogr2ogr {place}, {d:.4g} m apart")


def try_batch(lode, folder, made, tally):
    theirs, systems = {}, {}
    for s, (path, layer) in made.items():
        try:
            theirs[s] = places_of(path, layer, "EPSG:4326")
            if all(abs(lat) <= 90 for _, lat in theirs[s].values()):
                systems[s] = (path, layer)
            else:  # GDAL 3.6 writes Esri's codes as latitude, longitude into GML, and does not turn them back
                s.why = "ogr2ogr gives a latitude beyond 90"
        except RuntimeError as e:
            s.why = f"ogr2ogr: {e}"

    if not systems:
        return
    status, said = run_lode(lode, folder, systems)
    if status and len(systems) > 1:
        half = list(systems.items())
        try_batch(lode, folder, dict(half[:len(half) // 2]), tally)
        try_batch(lode, folder, dict(half[len(half) // 2:]), tally)
        return

    for s in systems:
        if status:
            tally.refused += 1
            tally.faults.append(f"{s.name}: lode fails: {said.strip().splitlines()[0] if said.strip() else status}")
            continue
        tally.compare(s, places_of(str(folder / "out" / f"{s.layer}.fgb")), theirs[s])


def sweep(lode, kind, store, systems, folder):
    begun, tally = time.time(), Tally()
    for i in range(0, len(systems), BATCH):
        here = folder / f"{kind}-{i}"
        here.mkdir()
        made = store.write(here, systems[i:i + BATCH])
        if made:
            try_batch(lode, here, made, tally)
        store.clear(here, systems[i:i + BATCH])
        shutil.rmtree(here)

    without = [s for s in systems if s.why]
    print(f"{kind}: {tally.systems} systems, {tally.places} places, the worst {1000 * tally.worst_m:.4f} mm from ogr2ogr; "
          f"{len(without)} of {len(systems)} that GDAL cannot write or transform; {time.time() - begun:.0f} s", flush=True)
    for s in without[:3]:
        print(f"  without: {s.name}: {s.why.splitlines()[0]}")
    return tally.faults


def write_back(lode, systems, folder):
    """lode writes places in each system, and ogr2ogr brings them back."""
    begun, tally = time.time(), Tally(BACK_LIMIT_M)

    def one(s):
        way = osr.CoordinateTransformation(s.srs, LONLAT)
        places = {n: way.TransformPoint(x, y)[:2] for n, (x, y) in enumerate(s.places)}
        source, target = folder / f"{s.layer}.csv", folder / f"{s.layer}.gpkg"
        source.write_text("n,x,y\n" + "".join(f"{n},{lon!r},{lat!r}\n" for n, (lon, lat) in places.items()))
        document = folder / f"{s.layer}.yaml"
        document.write_text(f"lode: 1\ndata: {{p: {{file: {source}, x: x, y: y, crs: EPSG:4326}}}}\nlayers: [{{marker: p}}]\n")
        run = subprocess.run([lode, "export", "-q", document, "p", "--crs", s.name, "-o", target], capture_output=True,
                             text=True, env=ENV, timeout=60)
        if run.returncode:
            return s, places, run.stderr.strip().splitlines()[0]
        back = places_of(str(target), "p", "EPSG:4326")
        for path in source, target, document:
            path.unlink()
        return s, places, back

    with ThreadPoolExecutor(os.cpu_count()) as pool:
        for s, places, back in pool.map(one, systems):
            if isinstance(back, str):
                tally.faults.append(f"{s.name}: lode fails: {back}")
            else:
                tally.compare(s, back, places)
    print(f"written: {tally.systems} systems, {tally.places} places, the worst {1000 * tally.worst_m:.4f} mm from where they "
          f"came from; {time.time() - begun:.0f} s", flush=True)
    return tally.faults


def is_free(name):
    """Whether the system has no east and north of its own: its axes run along meridians, or are turned."""
    system = pyproj.CRS(name)
    towards = [axis.direction for axis in system.axis_info[:2]]
    method = system.coordinate_operation.method_name if system.coordinate_operation else ""
    return towards[0] == towards[1] or any(word in method for word in ("Polar", "Oblique", "Azimuthal", "Gnomonic", "Stereographic",
                                                                        "Orthographic", "Krovak", "Two_Point"))


def orientation(lode, system, folder):
    """(determinant, east to the right, north up) on lode's page of one step east and one north, or what went wrong."""
    area = system.area
    west, south, east, north = (area.west, area.south, area.east, area.north) if area else (-30, 20, 30, 60)
    east += 360 * (east < west)
    lon, lat = ((west + east) / 2 + 180) % 360 - 180, max(-89, min(89, (south + north) / 2))
    step = min(.05, (east - west) / 10, (north - south) / 10)
    if lon + step > 180:
        lon -= step
    source, document = folder / f"{system.layer}.csv", folder / f"{system.layer}.yaml"
    source.write_text(f"x,y\n{lon!r},{lat!r}\n{lon + step!r},{lat!r}\n{lon!r},{lat + step!r}\n")
    document.write_text(f"lode: 1\ndata: {{p: {{file: {source}, x: x, y: y, crs: EPSG:4326}}}}\nlayers: [{{marker: p}}]\n"
                        f"map: {{crs: '{system.name}', extent: {{of: p, pad: 50%}}}}\n"
                        "page: {size: [80 mm, 80 mm], legend: none, scale-bar: none, title: none}\n")
    run = subprocess.run([lode, "show", "-q", "--after", "layout", document], capture_output=True, text=True, env=ENV, timeout=60)
    if run.returncode:
        return run.stderr.strip().splitlines()[0]

    rows = [line.split(",") for line in run.stdout.splitlines() if line.startswith("    ")]
    if len(rows) != 3:
        return "not all of three places are shown"
    (x, y), (xe, ye), (xn, yn) = [(float(a), -float(b)) for a, b in rows]
    for path in source, document:
        path.unlink()
    return (xe - x) * (yn - y) - (xn - x) * (ye - y), xe - x, yn - y


def sweep_maps(lode, systems, folder):
    begun, faults, upright, turned, refused = time.time(), [], 0, 0, []
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        for s, found in zip(systems, pool.map(lambda s: orientation(lode, s, folder), systems)):
            if isinstance(found, str):
                refused.append(f"{s.name}: {found}")
                continue
            determinant, right, up = found
            free = is_free(s.name)
            turned += free
            upright += not free
            if not determinant > 0:
                faults.append(f"{s.name}: the map is mirrored")
            elif not free and not (right > 0 and up > 0):
                faults.append(f"{s.name}: the map is turned, east goes {right:.1f} pt right, north {up:.1f} pt up")
    print(f"maps: {upright} systems with east to the right and north up, {turned} polar and oblique ones not mirrored, "
          f"{len(refused)} refused; {time.time() - begun:.0f} s", flush=True)
    for line in refused[:5]:
        print(f"  refused: {line}")
    return faults


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--lode", default=str(ROOT / "build/src/cli/lode"))
    parser.add_argument("--format", default="gpkg,gml,pg")
    parser.add_argument("--authority", default="EPSG,ESRI,IGNF")
    parser.add_argument("--every", type=int, default=1, help="only each Nth system")
    parser.add_argument("--only", help="these systems, EPSG:n,...")
    parser.add_argument("--write", action="store_true", help="also let lode write each system")
    parser.add_argument("--maps", action="store_true", help="also fit a map in each system")
    args = parser.parse_args()

    found = codes(args.authority.split(","), args.every)
    if args.only:
        wanted = args.only.split(",")
        found = [c for c in codes(args.authority.split(","), 1) if c[0] in wanted]
    systems = [System(*c) for c in found]
    able = [s for s in systems if not s.why]
    print(f"{len(found)} systems of {args.authority} in PROJ {pyproj.proj_version_str}; {len(systems) - len(able)} in which GDAL "
          "has no place", flush=True)

    stores = {"gpkg": lambda: Files("GPKG", "gpkg", []), "gml": lambda: Files("GML", "gml", ["FORMAT=GML3.2"]),
              "gml2": lambda: Files("GML", "gml", ["FORMAT=GML2"]), "fgb": lambda: Files("FlatGeobuf", "fgb", []),
              "shp": lambda: Files("ESRI Shapefile", "shp", []), "pg": Tables}
    faults = []
    with tempfile.TemporaryDirectory() as folder:
        for kind in filter(None, args.format.split(",")):
            for s in able:
                s.why = None
            store = stores[kind]()
            try:
                faults += [f"{kind}: {f}" for f in sweep(args.lode, kind, store, able, Path(folder))]
            finally:
                if kind == "pg":
                    store.server.stop()
        if args.write:
            faults += [f"written: {f}" for f in write_back(args.lode, able, Path(folder))]
        if args.maps:
            faults += [f"map: {f}" for f in sweep_maps(args.lode, able, Path(folder))]

    print(f"{len(faults)} faults")
    for f in faults[:40]:
        print(f"  {f}")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
