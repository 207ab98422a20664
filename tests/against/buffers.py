"""Buffers of whole countries against dense geodesic distances.

Every feature of a layer is grown by each distance (and shrunk by some). Each buffer must be there,
be valid, have an outline that lies at the distance to the promised metre, and hold the places that
are nearer and none that are farther. The distances are those of pyproj.Geod to the source's outline,
searched by brute force; no code of lode's is involved.

    tests/against/buffers.py [--lode BIN] [--shp FILE ...] [--km 1,15,...] [--places N] [--only N,N]
"""
import argparse
import os
import pathlib
import random
import subprocess
import sys
import tempfile
import time

import numpy as np
from osgeo import ogr, osr
from pyproj import Geod
from shapely import wkb
from shapely.geometry import Point
from shapely.prepared import prep
from shapely.validation import explain_validity

ROOT = pathlib.Path(__file__).resolve().parents[2]
GEOD = Geod(ellps="WGS84")
PROMISED_M = 1.0
STEP_M = 5000.0  # how finely outlines are walked before the search


def space(lon, lat):
    a, f = GEOD.a, GEOD.f
    e2 = f * (2 - f)
    lon, lat = np.radians(lon), np.radians(lat)
    n = a / np.sqrt(1 - e2 * np.sin(lat) ** 2)
    return np.column_stack((n * np.cos(lat) * np.cos(lon), n * np.cos(lat) * np.sin(lon),
                            n * (1 - e2) * np.sin(lat)))


def rings_of(shape):
    for part in getattr(shape, "geoms", [shape]):
        for ring in [part.exterior, *part.interiors]:
            yield np.asarray(ring.coords)[:, :2]


def is_seam(a, b):
    """An edge at which world data is cut: along 180 degrees, or along a pole."""
    turn = (np.abs(np.abs(a[:, 0]) - 180) < 1e-4) & (np.abs(np.abs(b[:, 0]) - 180) < 1e-4)
    pole = (np.abs(a[:, 1]) > 89.98) & (np.abs(b[:, 1]) > 89.98)
    return (turn & (np.abs(a[:, 0] - b[:, 0]) < 1e-3)) | pole


class Outline:
    """The edges of an area, straight in lon/lat, in pieces of STEP_M."""

    def __init__(self, shape):
        a, b = [], []
        for ring in rings_of(shape):
            p, q = ring[:-1], ring[1:]
            keep = ~is_seam(p, q)
            p, q = p[keep], q[keep]
            length = np.hypot((q[:, 0] - p[:, 0]) * np.cos(np.radians(p[:, 1])),
                              q[:, 1] - p[:, 1]) * 111e3
            for n in np.unique(np.maximum(np.ceil(length / STEP_M), 1)):
                these = np.maximum(np.ceil(length / STEP_M), 1) == n
                for k in range(int(n)):
                    a.append(p[these] + (q[these] - p[these]) * (k / n))
                    b.append(p[these] + (q[these] - p[these]) * ((k + 1) / n))
        self.a, self.b = np.concatenate(a), np.concatenate(b)
        self.from_, self.to = space(*self.a.T), space(*self.b.T)

    def nearest_m(self, lon, lat):
        """The geodesic distance of a place to the outline."""
        p = space(np.array([lon]), np.array([lat]))[0]
        along = self.to - self.from_
        length2 = np.maximum((along ** 2).sum(1), 1e-12)
        t = np.clip(((p - self.from_) * along).sum(1) / length2, 0, 1)
        chord = np.sqrt(((self.from_ + t[:, None] * along - p) ** 2).sum(1))
        # Chords and ways along the ground sort alike but for some metres.
        near = np.flatnonzero(chord < chord.min() + 30)
        near = near[np.argsort(chord[near])[:200]]
        low, high = np.maximum(t[near] - 0.2, 0), np.minimum(t[near] + 0.2, 1)
        ratio = (5 ** 0.5 - 1) / 2
        for _ in range(22):
            u, v = high - ratio * (high - low), low + ratio * (high - low)
            less = self.geodesic_m(near, u, lon, lat) < self.geodesic_m(near, v, lon, lat)
            low, high = np.where(less, low, u), np.where(less, v, high)
        return self.geodesic_m(near, (low + high) / 2, lon, lat).min()

    def geodesic_m(self, near, t, lon, lat):
        at = self.a[near] + (self.b[near] - self.a[near]) * t[:, None]
        _, _, m = GEOD.inv(np.full(len(t), lon), np.full(len(t), lat), at[:, 0], at[:, 1])
        return np.asarray(m)


def read(path):
    data = ogr.Open(str(path))
    layer = data.GetLayer(0)
    return {f.GetField("ROW"): wkb.loads(bytes(f.GetGeometryRef().ExportToWkb()))
            for f in layer if f.GetGeometryRef()}


def source_with_rows(path, only, to):
    """A copy of the layer whose column ROW tells the features apart."""
    srs = osr.SpatialReference()
    srs.ImportFromEPSG(4326)
    srs.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
    out = ogr.GetDriverByName("GPKG").CreateDataSource(str(to))
    layer = out.CreateLayer("countries", srs, ogr.wkbMultiPolygon)
    layer.CreateField(ogr.FieldDefn("ROW", ogr.OFTInteger))
    data = ogr.Open(str(path))
    shapes = {}
    layer.StartTransaction()
    for i, f in enumerate(data.GetLayer(0)):
        if (only and i not in only) or not f.GetGeometryRef():
            continue
        shape = f.GetGeometryRef().Clone()
        row = ogr.Feature(layer.GetLayerDefn())
        row.SetField("ROW", i)
        row.SetGeometry(ogr.ForceToMultiPolygon(shape))
        layer.CreateFeature(row)
        shapes[i] = wkb.loads(bytes(shape.ExportToWkb()))
    layer.CommitTransaction()
    return shapes


def places_on(shape, n, rng):
    """Random places on the outline, without the cuts of the world."""
    a, b = [], []
    for ring in rings_of(shape):
        a.append(ring[:-1])
        b.append(ring[1:])
    a, b = np.concatenate(a), np.concatenate(b)
    keep = ~is_seam(a, b)
    a, b = a[keep], b[keep]
    length = np.hypot((b[:, 0] - a[:, 0]) * np.cos(np.radians(a[:, 1])), b[:, 1] - a[:, 1])
    if not len(a) or length.sum() == 0:
        return []
    picks = rng.choices(range(len(a)), weights=length, k=n)
    return [tuple(a[i] + (b[i] - a[i]) * rng.random()) for i in picks]


def places_about(outline, d, n, rng):
    """Random places up to 1.4 times the distance away from the source."""
    for _ in range(n):
        at = outline.a[rng.randrange(len(outline.a))]
        lon, lat, _ = GEOD.fwd(at[0], at[1], rng.uniform(0, 360), 1.4 * abs(d) * rng.random())
        yield lon, lat


def check(row, source, outline, buffer, d, n, rng, worst):
    """What is wrong with one buffer."""
    faults = []
    if not buffer.is_valid:
        faults.append(f"not valid: {explain_validity(buffer)}")
    west, south, east, north = buffer.bounds
    if west < -180 or east > 180 or south < -90 or north > 90:
        faults.append(f"reaches beyond the world: {buffer.bounds}")
    for lon, lat in places_on(buffer, n, rng):
        off = outline.nearest_m(lon, lat) - abs(d)
        worst[0] = max(worst[0], abs(off))
        if abs(off) > PROMISED_M:
            faults.append(f"outline at {lon:.6f}, {lat:.6f} is off by {off:.2f} m")
    quick, inside = prep(buffer), prep(source)
    for lon, lat in places_about(outline, d, n, rng):
        at, m = Point(lon, lat), outline.nearest_m(lon, lat)
        if abs(m - abs(d)) < PROMISED_M:
            continue
        within = inside.contains(at)
        right = (within or m < d) if d > 0 else (within and m > -d)
        if quick.contains(at) != right:
            faults.append(f"{lon:.6f}, {lat:.6f}, {m:.1f} m away, is "
                          f"{'left out' if right else 'inside'}")
    return [f"feature {row}, {d / 1000:g} km: {f}" for f in faults]


def run(lode, source, d, folder):
    """The buffers, and how long they took. Raises where lode does not make them."""
    (folder / "map.yaml").write_text(
        "lode: 1\ndata: {countries: countries.gpkg}\n"
        f"steps: [{{b: {{buffer: countries, by: {d:g} m}}}}]\nlayers: [{{fill: b}}]\n")
    out = folder / "out.gpkg"
    out.unlink(missing_ok=True)
    since = time.monotonic()
    got = subprocess.run([lode, "export", "-q", "map.yaml", "b", "-o", out.name], cwd=folder,
                         capture_output=True, text=True)
    if got.returncode:
        raise RuntimeError(got.stderr.strip())
    return read(out), time.monotonic() - since


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--lode", default=str(ROOT / "build/src/cli/lode"))
    parser.add_argument("--shp", nargs="+", default=[str(ROOT / "layers/countries_world.shp")])
    parser.add_argument("--km", default="1,15,50,90,200,500,-5,-50")
    parser.add_argument("--places", type=int, default=20, help="places that are tried for a buffer")
    parser.add_argument("--only", help="numbers of features, such as 3,17")
    args = parser.parse_args()
    only = {int(i) for i in args.only.split(",")} if args.only else None
    rng, faults = random.Random(1), []
    for path in args.shp:
        with tempfile.TemporaryDirectory() as folder:
            folder = pathlib.Path(folder)
            sources = source_with_rows(path, only, folder / "countries.gpkg")
            outlines = {row: Outline(shape) for row, shape in sources.items()}
            for d in (1000 * float(km) for km in args.km.split(",")):
                worst = [0.0]
                try:
                    buffers, took = run(os.path.abspath(args.lode), path, d, folder)
                except RuntimeError as e:
                    faults.append(f"{path}, {d / 1000:g} km: {e}")
                    print(faults[-1], flush=True)
                    continue
                n = len(faults)
                for row, shape in sources.items():
                    if row in buffers:
                        faults += check(row, shape, outlines[row], buffers[row], d, args.places,
                                        rng, worst)
                    elif d > 0:
                        faults.append(f"feature {row}, {d / 1000:g} km: no buffer")
                print(f"{os.path.basename(path)}, {d / 1000:g} km: {len(buffers)} buffers in "
                      f"{took:.1f} s, {len(faults) - n} faults, outline off by at most "
                      f"{worst[0]:.2f} m", flush=True)
    print("\n".join(faults[:40]))
    print(f"{len(faults)} faults")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
