#!/usr/bin/python3
"""Places of sources in all reference systems against ogr2ogr, and the orientation of maps in them.

For each projected and geographic system of PROJ's database a few places inside its area of use are written, by GDAL, as
GeoPackage, GML and into PostGIS (a server of its own). lode reads them and writes them in longitude and latitude; `ogr2ogr -t_srs
EPSG:4326` does the same. No two places may lie more than 1 mm apart. With --write, lode writes each system too, and ogr2ogr
reads it back. With --maps a map of each system is fitted: it must not be mirrored, and east must be right and north up unless
the system is a polar or oblique one. With --prj each system is stated by a .prj as Esri and as GDAL write it: lode must not say
that code and parameters contradict each other.

    tests/against/axes.py [--lode BIN] [--format gpkg,gml,pg] [--authority EPSG,ESRI,IGNF] [--every N] [--write] [--maps] [--prj]
"""
import argparse
import math
import multiprocessing
import os
import re
import subprocess
import sys
import tempfile
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from queue import Empty

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
BATCH = 20  # systems in one data set: with more, opening it takes most of the time
JOBS = 2
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


class Store:
    """Layers of many systems in one data set. `clear` makes room for the next ones."""

    def __init__(self, driver, ending, options):
        self.driver, self.ending, self.options = driver, ending, options

    def write(self, folder, systems):
        """Why not, for each system that GDAL cannot write."""
        self.where, why = str(folder / f"places.{self.ending}"), {}
        dataset = gdal.GetDriverByName(self.driver).Create(self.where, 0, 0, 0, gdal.GDT_Unknown, self.options)
        for s in systems:
            try:
                fill(dataset, s)
            except RuntimeError as e:
                why[s] = f"GDAL cannot write it: {e}"
        return why

    def clear(self, systems):
        pass


class OneFileEach(Store):
    """For formats that hold one layer."""

    def write(self, folder, systems):
        self.where, why = str(folder), {}
        for s in systems:
            try:
                fill(gdal.GetDriverByName(self.driver).Create(str(folder / f"{s.layer}.{self.ending}"), 0, 0, 0, gdal.GDT_Unknown,
                                                              self.options), s)
            except RuntimeError as e:
                why[s] = f"GDAL cannot write it: {e}"
        return why


class Tables(Store):
    """Tables of a database."""

    def __init__(self, connection):
        self.where = f"PG:{connection}"

    def write(self, folder, systems):
        why, dataset = {}, gdal.OpenEx(self.where, gdal.OF_VECTOR | gdal.OF_UPDATE)
        for s in systems:
            try:
                fill(dataset, s, ["GEOMETRY_NAME=geom", "PRECISION=NO"])
            except RuntimeError as e:
                why[s] = f"GDAL cannot write it: {e}"
        return why

    def clear(self, systems):
        dataset = gdal.OpenEx(self.where, gdal.OF_VECTOR | gdal.OF_UPDATE)
        dataset.ExecuteSQL("DROP TABLE IF EXISTS " + ", ".join(s.layer for s in systems))


STORES = {"gpkg": lambda c: Store("GPKG", "gpkg", []), "gml": lambda c: Store("GML", "gml", ["FORMAT=GML3.2"]),
          "gml2": lambda c: Store("GML", "gml", ["FORMAT=GML2"]), "fgb": lambda c: OneFileEach("FlatGeobuf", "fgb", []),
          "shp": lambda c: OneFileEach("ESRI Shapefile", "shp", []), "pg": Tables}
WAYS = {}  # the transformation of each system as GDAL reads it: searching for operations takes most of the time


def way_of(srs):
    key = srs.ExportToWkt(["FORMAT=WKT2_2019"]), tuple(srs.GetDataAxisToSRSAxisMapping())
    if key not in WAYS:
        try:
            WAYS[key] = osr.CoordinateTransformation(srs.Clone(), LONLAT)
        except RuntimeError as e:
            WAYS[key] = e
    if isinstance(WAYS[key], RuntimeError):
        raise WAYS[key]
    return WAYS[key]


def places_of(layer):
    rows = {}
    for feature in layer:
        shape = feature.GetGeometryRef()
        if shape is not None and not shape.IsEmpty():
            rows[feature["n"]] = (shape.GetX(), shape.GetY())
    return rows


def truth(layer):
    """{n: (lon, lat)} as `ogr2ogr -t_srs EPSG:4326` makes them of a layer: GDAL's way from the system that it reads."""
    way = way_of(layer.GetSpatialRef())
    return {n: way.TransformPoint(*place)[:2] for n, place in places_of(layer).items()}


def is_turned(layer, system):
    """Whether GDAL reads x for y of what it wrote itself."""
    n, (x, y) = next(iter(places_of(layer).items()))
    wanted = system.places[n]
    return math.dist((x, y), wanted) > math.dist((y, x), wanted)


def run_lode(lode, folder, sources, quiet=True):
    """Let lode write all sources, {name: (file, layer)}, in longitude and latitude; returns what it says."""
    out = folder / "out"
    out.mkdir(exist_ok=True)
    text = ["lode: 1", "data:"]
    text += [f"  {name}: {{file: '{path}'" + (f", layer: '{layer}'}}" if layer else "}") for name, (path, layer) in sources.items()]
    text += ["tables:"] + [f"  {out}/{name}.fgb: {{of: {name}}}" for name in sources]
    text += [f"layers: [{{marker: {next(iter(sources))}}}]", "map: {crs: auto, extent: [-180, -60, 180, 60]}",
             "page: {size: [60 mm, 60 mm], legend: none, scale-bar: none, title: none}", f"outputs: [{out}/map.svg]"]
    document = folder / "map.yaml"
    document.write_text("\n".join(text) + "\n")
    run = subprocess.run([lode, "render", *(["-q"] if quiet else []), str(document)], capture_output=True, text=True, env=ENV, timeout=600)
    return run.returncode, run.stderr


def apart_m(a, b):
    return GEOD.inv(*a, *b)[2]


class Tally:
    """What was compared in one format, or a part of it."""

    def __init__(self, limit_m=LIMIT_M):
        self.limit_m = limit_m
        self.systems = self.places = self.worst_m = 0
        self.faults, self.without, self.turned = [], [], []

    def compare(self, system, ours, theirs):
        self.systems += 1
        for n, place in theirs.items():
            self.places += 1
            d = apart_m(place, ours[n]) if n in ours else math.inf
            self.worst_m = max(self.worst_m, d)
            if not d <= self.limit_m:
                self.faults.append(f"{system.name}: {ours.get(n)}, ogr2ogr {place}, {d:.4g} m apart")

    def add(self, other):
        self.systems += other.systems
        self.places += other.places
        self.worst_m = max(self.worst_m, other.worst_m)
        self.faults += other.faults
        self.without += other.without
        self.turned += other.turned


def compare_all(lode, folder, theirs, where, tally):
    """`theirs`: {system: places}. Where lode fails the culprit is found by halves."""
    status, said = run_lode(lode, folder, {s.layer: (where, s.layer) for s in theirs})
    if status and len(theirs) > 1:
        all_of = list(theirs.items())
        compare_all(lode, folder, dict(all_of[:len(all_of) // 2]), where, tally)
        compare_all(lode, folder, dict(all_of[len(all_of) // 2:]), where, tally)
        return

    for s in theirs:
        if status:
            tally.faults.append(f"{s.name}: lode fails: {said.strip().splitlines()[0] if said.strip() else status}")
        else:
            written = gdal.OpenEx(str(folder / "out" / f"{s.layer}.fgb"))
            tally.compare(s, places_of(written.GetLayer(0)), theirs[s])


def sweep(lode, store, systems, folder):
    """One data set with a layer for each system."""
    tally, theirs = Tally(), {}
    why = store.write(folder, systems)
    dataset = None if isinstance(store, OneFileEach) else gdal.OpenEx(store.where, gdal.OF_VECTOR)
    for s in systems:
        if s in why:
            tally.without.append((s.name, why[s]))
            continue
        try:
            layer = None  # before its data set goes
            one = dataset or gdal.OpenEx(str(folder / f"{s.layer}.{store.ending}"), gdal.OF_VECTOR)
            layer = one.GetLayerByName(s.layer)
            if layer is None or layer.GetSpatialRef() is None:
                tally.without.append((s.name, "GDAL reads no system of what it wrote"))
                continue
            found = truth(layer)
            if is_turned(layer, s):
                tally.turned.append(s.name)
            if not all(math.isfinite(lon) and abs(lat) <= 90 for lon, lat in found.values()):
                tally.without.append((s.name, "ogr2ogr gives a latitude beyond 90"))
            else:
                theirs[s] = found
        except RuntimeError as e:
            tally.without.append((s.name, f"ogr2ogr: {e}"))
    layer = one = dataset = None

    if theirs:
        compare_all(lode, folder, theirs, store.where, tally)
    store.clear(systems)
    return tally


def work(args, kinds, chunks, connection, queue):
    """One of some processes, each with its own part of the systems."""
    for chunk in chunks:
        systems = [System(*c) for c in chunk]
        queue.put(("none", [(s.name, s.why) for s in systems if s.why]))
        for kind in kinds:
            with tempfile.TemporaryDirectory() as folder:
                able = [s for s in systems if not s.why]
                queue.put((kind, sweep(args.lode, STORES[kind](connection), able, Path(folder))))
        WAYS.clear()
    queue.put(None)


def sweep_formats(args, kinds, found):
    """All systems through all formats by two processes; returns the faults and the systems that GDAL can place."""
    begun, tallies, nowhere = time.time(), {kind: Tally() for kind in kinds}, []
    chunks = [found[i::max(1, len(found) // BATCH)] for i in range(max(1, len(found) // BATCH))]
    server, queue = None, multiprocessing.Queue()
    if "pg" in kinds:
        from postgres import Server
        server = Server()
    try:
        workers = []
        for k in range(JOBS):
            name = f"gis{k}"
            if server:
                server.run("createdb", "-h", server.folder, "-U", "postgres", "-T", "gis", name)
            connection = server and f"host={server.folder} user=postgres dbname={name}"
            workers.append(multiprocessing.Process(target=work, args=(args, kinds, chunks[k::JOBS], connection, queue)))
            workers[-1].start()
        left, done = JOBS, 0
        while left:
            try:
                got = queue.get(timeout=5)
            except Empty:
                if all(w.exitcode is not None for w in workers) and any(w.exitcode for w in workers):
                    raise SystemExit("a process has failed")
                continue
            if got is None:
                left -= 1
            elif got[0] == "none":
                nowhere += got[1]
                done += 1
            else:
                tallies[got[0]].add(got[1])
                if args.verbose:
                    print(f"  {done} of {len(chunks)} parts, {got[0]}: {tallies[got[0]].systems} systems", *got[1].faults,
                          sep="\n    ", flush=True)
        for w in workers:
            w.join()
    finally:
        if server:
            server.stop()

    print(f"{len(found)} systems of {args.authority} in PROJ {pyproj.proj_version_str}; {time.time() - begun:.0f} s")
    report_reasons("in which GDAL has no place", nowhere)
    for kind, tally in tallies.items():
        print(f"{kind}: {tally.systems} systems, {tally.places} places, the worst {1000 * tally.worst_m:.4f} mm from ogr2ogr, "
              f"{len(tally.faults)} faults")
        report_reasons("that were not compared", tally.without)
        if tally.turned:
            print(f"  of {len(tally.turned)} GDAL itself reads x for y of what it wrote: {', '.join(tally.turned[:3])}, ...")
    return [f"{kind}: {fault}" for kind, tally in tallies.items() for fault in tally.faults]


def report_reasons(what, of):
    reasons = Counter(re.sub(r"[`'][^']*'|\S*:\d+\S*", "...", (why or "").splitlines()[0]) for _, why in of)
    for reason, n in reasons.most_common():
        first = next(name for name, why in of if re.sub(r"[`'][^']*'|\S*:\d+\S*", "...", (why or "").splitlines()[0]) == reason)
        print(f"  {n} {what}, such as {first}: {reason}")


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
        written = gdal.OpenEx(str(target))
        back = truth(written.GetLayerByName("p"))
        written = None
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


def sweep_prj(lode, systems):
    """Whether a .prj is said to contradict itself, in Esri's words and in GDAL's, the latter with codes."""
    begun, faults, told = time.time(), [], 0
    flavours = {"esri": ["FORMAT=WKT1_ESRI"], "gdal": ["FORMAT=WKT1_GDAL"]}

    def some(chunk):
        with tempfile.TemporaryDirectory() as name:
            folder, sources = Path(name), {}
            for s in chunk:
                try:
                    way_of(s.srs)
                except RuntimeError:
                    continue  # of another celestial body
                for flavour, options in flavours.items():
                    try:
                        text = s.srs.ExportToWkt(options)
                    except RuntimeError:
                        continue  # no such WKT of this system
                    path = folder / f"{s.layer}_{flavour}.shp"
                    fill(gdal.GetDriverByName("ESRI Shapefile").Create(str(path), 0, 0, 0, gdal.GDT_Unknown), s)
                    path.with_suffix(".prj").write_text(text)
                    sources[path.stem] = path, None
            status, said = run_lode(lode, folder, sources, quiet=False)
            alarms = [line for line in said.splitlines() if "has the parameters of another system" in line]
            errors = [line for line in said.splitlines() if ": error: " in line]
            return len(sources), alarms + (errors[:3] or [said.strip()[-200:]] if status else [])

    with ThreadPoolExecutor(JOBS) as pool:
        for n, alarms in pool.map(some, [systems[i:i + BATCH] for i in range(0, len(systems), BATCH)]):
            told += n
            faults += alarms
    print(f".prj: {told} files of {len(systems)} systems, {len(faults)} said to contradict themselves; {time.time() - begun:.0f} s",
          flush=True)
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
    parser.add_argument("--prj", action="store_true", help="also state each system by a .prj")
    parser.add_argument("--verbose", action="store_true", help="print faults as they are found")
    args = parser.parse_args()

    found = codes(args.authority.split(","), args.every)
    if args.only:
        wanted = args.only.split(",")
        found = [c for c in codes(args.authority.split(","), 1) if c[0] in wanted]

    faults, kinds = [], list(filter(None, args.format.split(",")))
    if kinds:
        faults += sweep_formats(args, kinds, found)
    if args.write or args.maps or args.prj:
        systems = [s for s in (System(*c) for c in found) if not s.why]
        with tempfile.TemporaryDirectory() as folder:
            if args.write:
                faults += [f"written: {f}" for f in write_back(args.lode, systems, Path(folder))]
            if args.maps:
                faults += [f"map: {f}" for f in sweep_maps(args.lode, systems, Path(folder))]

        if args.prj:
            faults += [f".prj: {f}" for f in sweep_prj(args.lode, systems)]

    print(f"{len(faults)} faults")
    for f in faults[:40]:
        print(f"  {f}")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
