"""What the tests of steps share: documents with one step, run and read back, and random layers."""
import json
import math
import random

import pytest
from osgeo import ogr
from shapely import wkb
from shapely.geometry import LineString, Point, Polygon, mapping

ogr.UseExceptions()


def read(path):
    """Rows of a data source: the columns, and 'geom'."""
    source = ogr.Open(str(path))
    layer = source.GetLayer(0)
    names = [layer.GetLayerDefn().GetFieldDefn(i).GetName() for i in range(layer.GetLayerDefn().GetFieldCount())]
    rows = []
    for feature in layer:
        row = {name: feature.GetField(i) for i, name in enumerate(names)}
        geom = feature.GetGeometryRef()
        row["geom"] = wkb.loads(bytes(geom.ExportToWkb())) if geom else None
        rows.append(row)
    return rows


def write(path, rows):
    """GeoJSON with all digits."""
    features = [{"type": "Feature", "properties": {k: v for k, v in row.items() if k != "geom"},
                 "geometry": mapping(row["geom"]) if row["geom"] is not None else None} for row in rows]
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8")


@pytest.fixture
def step(lode, write_map, tmp_path):
    """step('{clip: a, with: b}', a=[rows], b='file') -> the rows of the result, and what was told."""

    def run(text, status=0, **layers):
        data = ""
        for name, rows in layers.items():
            where = rows
            if not isinstance(rows, str):
                where = f"{name}.geojson"
                write(tmp_path / where, rows)
            data += f"  {name}: {where}\n"
        path = write_map(f"lode: 1\ndata:\n{data}steps:\n  - result: {text}\nlayers: []\n")
        out = tmp_path / "result.gpkg"
        done = lode("export", path, "result", "-o", out, status=status)
        told = done.stderr.decode()
        return (read(out) if status == 0 else None), told

    return run


def blob(rng, x, y, radius, corners):
    """A jagged area without crossings, with a hole now and then."""
    def ring(r):
        turns = [(r * rng.uniform(0.6, 1), 2 * math.pi * k / corners) for k in range(corners)]
        return [(x + far * math.cos(angle), y + far * math.sin(angle)) for far, angle in turns]
    return Polygon(ring(radius), [ring(radius / 3)] if rng.random() < 0.4 else [])


def blobs(seed, n, radius):
    rng = random.Random(seed)
    return [{"id": i, "geom": blob(rng, rng.uniform(60, 66), rng.uniform(30, 36), radius, rng.randint(5, 40))}
            for i in range(n)]


def lines(seed, n):
    rng = random.Random(seed)
    return [{"id": i, "geom": LineString([(rng.uniform(59, 67), rng.uniform(29, 37)) for _ in range(rng.randint(2, 9))])}
            for i in range(n)]


def points(seed, n):
    rng = random.Random(seed)
    return [{"id": i, "geom": Point(rng.uniform(59, 67), rng.uniform(29, 37))} for i in range(n)]


def by_id(rows):
    return {row["id"]: row["geom"] for row in rows}


def size(geom):
    return geom.area or geom.length or len(getattr(geom, "geoms", [geom]))
