"""Sources and maps in systems with all kinds of axes, codes that lie, and datums with several operations."""
import json
import math
import sys

import pyproj
import pytest
from osgeo import gdal, ogr, osr

from conftest import ROOT

sys.path.insert(0, str(ROOT / "tests/against"))
import axes  # noqa: E402

# North and north, south and south, west and south, south and west, north and west, north and east, grads from Paris.
SYSTEMS = ["EPSG:3031", "EPSG:3413", "EPSG:3995", "EPSG:32661", "EPSG:32761", "EPSG:5482", "EPSG:2048", "EPSG:5513", "EPSG:2065",
           "EPSG:31467", "EPSG:4807", "EPSG:4326", "EPSG:5936", "ESRI:102017", "EPSG:22275", "EPSG:27572"]


def systems():
    found = {name: area for name, area in axes.codes(["EPSG", "ESRI"], 1) if name in SYSTEMS}
    return [axes.System(name, found[name]) for name in SYSTEMS]


@pytest.mark.parametrize("kind", ["gpkg", "gml", "fgb"])
def test_sources_lie_where_ogr2ogr_puts_them(lode, tmp_path, kind):
    # Of the last three PROJ knows no way by the code, but one by the datum that the files state.
    of_esri = ["ESRI:37255", "ESRI:104990", "ESRI:104992"] if kind == "gpkg" else []
    areas = dict(axes.codes(["EPSG", "ESRI"], 1))
    wanted = systems() + [axes.System(name, areas[name]) for name in of_esri]
    tally = axes.sweep(lode.path, axes.STORES[kind](None), wanted, tmp_path)
    assert not tally.faults and not tally.without and tally.systems == len(wanted)


def test_what_is_written_in_a_system_comes_back(lode, tmp_path):
    assert not axes.write_back(lode.path, systems(), tmp_path)


def test_maps_have_east_to_the_right_and_north_up(lode, tmp_path, capsys):
    assert not axes.sweep_maps(lode.path, systems(), tmp_path)
    assert "0 refused" in capsys.readouterr().out


PROJCS = ('PROJCS["ours",GEOGCS["ours",DATUM["{datum}",SPHEROID[{ellipsoid}]],PRIMEM["Greenwich",0],'
          'UNIT["degree",0.0174532925199433]],PROJECTION["Transverse_Mercator"],PARAMETER["latitude_of_origin",0],'
          'PARAMETER["central_meridian",{lon}],PARAMETER["scale_factor",{k}],PARAMETER["false_easting",{east}],'
          'PARAMETER["false_northing",0],UNIT["metre",1],AXIS["Easting",EAST],AXIS["Northing",NORTH],AUTHORITY[{code}]]')


def utm42(**changes):
    """The WKT of UTM 42N, with some of it changed."""
    values = {"datum": "WGS_1984", "ellipsoid": '"WGS 84",6378137,298.257223563', "lon": 69, "k": 0.9996, "east": 500000,
              "code": '"EPSG","32642"', **changes}
    return PROJCS.format(**values)


@pytest.mark.parametrize("wkt, contradicts", [
    (utm42(), False),
    (utm42(code='"USER","100001"'), False),
    (utm42(code='"MYORG","7"', lon=51, k=1), False),
    (utm42(east=0), True),
    (utm42(lon=63), True),
    (utm42(k=1), True),
    (utm42(datum="Pulkovo_1942", ellipsoid='"Krassowsky 1940",6378245,298.3'), True),
    (utm42(datum="European_Terrestrial_Reference_System_1989", ellipsoid='"GRS 1980",6378137,298.257222101',
            code='"EPSG","26942"'), True),
    (utm42(code='"EPSG","4326"'), True),
    (utm42(code='"EPSG","9001"'), True),
    (utm42(code='"EPSG","999999"'), False),
])
@pytest.mark.parametrize("place", ["prj", "crs"])
def test_a_code_is_followed_only_where_the_parameters_agree(lode, write_map, tmp_path, wkt, contradicts, place):
    if place == "prj":
        dataset = ogr.GetDriverByName("ESRI Shapefile").CreateDataSource(str(tmp_path / "p.shp"))
        layer = dataset.CreateLayer("p", None, ogr.wkbPoint)
        feature = ogr.Feature(layer.GetLayerDefn())
        feature.SetGeometry(ogr.CreateGeometryFromWkt("POINT (400000 4000000)"))
        layer.CreateFeature(feature)
        dataset = layer = feature = None
        (tmp_path / "p.prj").write_text(wkt)
        source = "p.shp"
    else:
        (tmp_path / "p.csv").write_text("x,y\n400000,4000000\n")
        source = "{file: p.csv, x: x, y: y, crs: '%s'}" % wkt
    path = write_map("lode: 1\ndata: {p: %s}\nlayers: [{marker: p}]\n" % source)
    run = lode("export", path, "p", "-o", tmp_path / "p.geojson")
    x, y = json.loads((tmp_path / "p.geojson").read_text())["features"][0]["geometry"]["coordinates"]

    # pyproj follows the parameters when the code is cut off.
    bare = wkt[:wkt.rindex(",AUTHORITY[")] + "]"
    wanted = pyproj.Transformer.from_crs(bare, "EPSG:4326", always_xy=True).transform(400000, 4000000)
    assert math.isclose(x, wanted[0], abs_tol=2e-7) and math.isclose(y, wanted[1], abs_tol=2e-7)
    assert (b"has the parameters of another system" in run.stderr) == contradicts, run.stderr


def test_the_codes_of_esri_and_gdal_agree_with_their_own_parameters(lode, tmp_path):
    """No false warnings: each 160th system of the database as its .prj with the code written out."""
    gdal.SetConfigOption("OSR_USE_NON_DEPRECATED", "NO")
    try:
        lines, n = [], 0
        for name, _ in axes.codes(["EPSG", "ESRI"], 160):
            srs = osr.SpatialReference()
            srs.SetFromUserInput(name)
            for flavour in "WKT1_GDAL", "WKT1_ESRI":
                try:
                    wkt = srs.ExportToWkt([f"FORMAT={flavour}"])
                except RuntimeError:
                    continue  # WKT 1 cannot state it
                if wkt and '"EPSG","' not in wkt[-40:] and '"ESRI","' not in wkt[-40:]:
                    wkt = wkt[:-1] + ',AUTHORITY["%s","%s"]]' % tuple(name.split(":"))
                if wkt:
                    n += 1
                    lines.append(f"  s{n}: {{file: p.csv, x: x, y: y, crs: '{wkt}'}}".replace("\n", ""))
    finally:
        gdal.SetConfigOption("OSR_USE_NON_DEPRECATED", None)
    (tmp_path / "p.csv").write_text("x,y\n1,1\n")
    (tmp_path / "map.yaml").write_text("lode: 1\ndata:\n" + "\n".join(lines) + "\nlayers: [{marker: s1}]\n")
    run = lode("check", tmp_path / "map.yaml", status=None)
    assert n > 80 and b"has the parameters of another system" not in run.stderr + run.stdout, run.stderr + run.stdout


def test_systems_stated_by_a_prj_are_read(lode):
    """Those of Esri end with the code of a unit, once they are WKT 2."""
    names = ["EPSG:4653", "EPSG:3007", "EPSG:2120", "EPSG:2193", "ESRI:104020", "ESRI:102001", "EPSG:5186"]
    areas = dict(axes.codes(["EPSG", "ESRI"], 1))
    assert not axes.sweep_prj(lode.path, [axes.System(name, areas[name]) for name in names])


@pytest.mark.parametrize("first", [[], [{"type": "Point", "coordinates": [69, 41.4]}]], ids=["line", "point and line"])
def test_a_line_over_two_regions_of_a_datum_has_no_kink(first, lode, write_map, tmp_path):
    lats = [41.0, 41.185, 41.195, 41.4]
    (tmp_path / "l.geojson").write_text(json.dumps({"type": "FeatureCollection", "features": [
        {"type": "Feature", "properties": {}, "geometry": shape}
        for shape in (*first, {"type": "LineString", "coordinates": [[69, lat] for lat in lats]})]}))
    path = write_map("lode: 1\ndata: {p: {file: l.geojson, crs: 'EPSG:4284'}}\nlayers: [{line: p}]\n")
    run = lode("export", path, "p", "-o", tmp_path / "o.geojson")
    found = json.loads((tmp_path / "o.geojson").read_text())["features"][-1]["geometry"]["coordinates"]
    one = [t for t in pyproj.transformer.TransformerGroup(4284, 4326, always_xy=True).transformers
           if "Pulkovo 1942 to WGS 84 (7)" in t.description][0]
    for lat, place in zip(lats, found):
        assert place == pytest.approx(one.transform(69, lat), abs=1e-7)
    assert b"'Pulkovo 1942 to WGS 84 (7)', accurate to 44 m" in run.stderr

    if first:
        return

    # The stages that read, fit and draw each find it; it is told once.
    told = lode("render", path, "-o", tmp_path / "o.png").stderr
    assert told.count(b"PROJ knows 2 ways") == 1 and told.count(b"says that it is in") == 1 and b"more like this" not in told

    # In one region PROJ's choice stays, and nothing is said.
    (tmp_path / "l.geojson").write_text((tmp_path / "l.geojson").read_text().replace("41.195", "41.1").replace("41.4", "41.15"))
    assert b"ways" not in lode("export", path, "p", "-o", tmp_path / "o.geojson").stderr


def test_a_datum_that_proj_does_not_know_is_said_when_drawing(lode, write_map, tmp_path):
    (tmp_path / "p.csv").write_text("x,y\n500000,4000000\n510000,4010000\n")
    for crs, unknown in ("+proj=utm +zone=42 +ellps=krass", True), ("EPSG:32642", False):
        path = write_map(f"lode: 1\ndata: {{p: {{file: p.csv, x: x, y: y, crs: '{crs}'}}}}\nlayers: [{{marker: p}}]\n"
                         "map: {crs: '+proj=laea +lat_0=36 +lon_0=69', extent: [68, 35, 70, 37]}\n")
        told = lode("render", path, "-o", tmp_path / "o.png").stderr
        assert (b"PROJ knows no exact transformation" in told) == unknown, told


@pytest.mark.parametrize("crs", ["+proj=laea +lat_0=36 +lon_0=69 +datum=WGS84", "+proj=utm +zone=42 +datum=WGS84", "EPSG:3857",
                                 "+proj=tmerc +lon_0=69 +ellps=krass +towgs84=25,-141,-78.5", "ESRI:54009", "EPSG:28412"])
def test_a_datum_that_is_known_or_stated_is_no_finding(lode, write_map, tmp_path, crs):
    there = pyproj.Transformer.from_crs(4326, crs, always_xy=True)
    rows = "".join("{},{}\n".format(*there.transform(lon, lat)) for lon, lat in ((69, 36), (69.1, 36.2)))
    (tmp_path / "p.csv").write_text("x,y\n" + rows)
    path = write_map(f"lode: 1\ndata: {{p: {{file: p.csv, x: x, y: y, crs: '{crs}'}}}}\nlayers: [{{marker: p}}]\n")
    assert b"no exact transformation" not in lode("render", path, "-o", tmp_path / "o.png").stderr


def test_sheets_of_a_grid_have_a_known_datum(lode, write_map, tmp_path):
    (tmp_path / "p.csv").write_text("lon,lat\n60,30\n65,35\n")
    path = write_map("lode: 1\ndata: {p: {file: p.csv, crs: 'EPSG:4326'}}\nlayers: [{marker: p}]\n"
                     "atlas: {over: {grid: 200 km, of: p}, output: '{page.key}.png'}\n")
    assert b"no exact transformation" not in lode("check", path).stderr
