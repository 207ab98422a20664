#!/usr/bin/env python3
"""Files of every format that GDAL can write, and files that are no vector data, given to lode.

The first are read as GDAL reads them (the number of features), and the folder is afterwards what it was, also when it may not
be written to. Of the second each gets a true sentence. Run from the root of the repository: tests/against/formats.py
[--lode BIN] [--quick]. Prints figures; exits 1 on any fault."""
import argparse
import gzip
import hashlib
import os
import sqlite3
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from pathlib import Path

from osgeo import gdal, ogr, osr

gdal.PushErrorHandler("CPLQuietErrorHandler")
gdal.UseExceptions()
ogr.UseExceptions()

# Drivers that write files, with the ending. Those that GDAL here lacks, or that write no points, are passed over.
ENDINGS = {
    "ESRI Shapefile": "shp", "MapInfo File": "tab", "GML": "gml", "KML": "kml", "LIBKML": "kml", "GeoJSON": "geojson",
    "GeoJSONSeq": "geojsonl", "GPKG": "gpkg", "SQLite": "sqlite", "OpenFileGDB": "gdb", "DXF": "dxf", "FlatGeobuf": "fgb",
    "CSV": "csv", "GPX": "gpx", "ODS": "ods", "XLSX": "xlsx", "JML": "jml", "OGR_GMT": "gmt", "GeoRSS": "xml", "MapML": "mapml",
    "DGN": "dgn", "Interlis 1": "itf", "VDV": "x10", "netCDF": "nc", "Geoconcept": "gxt", "MBTiles": "mbtiles", "PDS4": "xml",
    "PCIDSK": "pix", "S57": "000", "Selafin": "slf", "WAsP": "map",
}


def write_points(driver, path):
    wgs84 = osr.SpatialReference()
    wgs84.ImportFromEPSG(4326)
    wgs84.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
    data = ogr.GetDriverByName(driver).CreateDataSource(str(path))
    layer = data.CreateLayer("waypoints" if driver == "GPX" else "points", wgs84, ogr.wkbPoint,
                             options=["GEOMETRY=AS_XY"] if driver == "CSV" else [])
    try:
        layer.CreateField(ogr.FieldDefn("name", ogr.OFTString))
    except RuntimeError:
        pass  # the format has columns of its own
    for x in (61, 62, 69):
        f = ogr.Feature(layer.GetLayerDefn())
        f.SetGeometry(ogr.CreateGeometryFromWkt(f"POINT ({x} 34.5)"))
        layer.CreateFeature(f)
    layer = data = None


def listing(folder):
    """Every file with its bytes and the time of its last change."""
    return {str(p.relative_to(folder)): (hashlib.sha1(p.read_bytes()).hexdigest(), p.stat().st_mtime_ns)
            for p in sorted(folder.rglob("*")) if p.is_file()}


def count_by_gdal(path):
    try:
        data = ogr.Open(str(path))
        return data and sum(data.GetLayer(i).GetFeatureCount() for i in range(data.GetLayerCount()))
    except RuntimeError:
        return None


def count_by_lode(lode, path):
    run = subprocess.run([lode, "info", path], capture_output=True)
    text = run.stdout.decode("utf-8", "replace")
    return sum(int(line.split()[1]) for line in text.splitlines() if line.startswith("  features ")), run


def make_files(folder):
    """One folder for each format. Returns the files."""
    files = []
    for driver, ending in ENDINGS.items():
        if not ogr.GetDriverByName(driver):
            continue
        sub = folder / driver.replace(" ", "-")
        sub.mkdir()
        try:
            write_points(driver, sub / f"points.{ending}")
        except (RuntimeError, AttributeError):
            continue
        for schema in sub.glob("*.xsd"):
            schema.unlink()  # GML without its schema is where GDAL writes a .gfs
        files += [p for p in (sub / f"points.{ending}",) if p.exists() and (p.is_dir() or p.stat().st_size)]

    more = folder / "more"
    more.mkdir()
    (more / "a.gml.gz").write_bytes(gzip.compress((folder / "GML/points.gml").read_bytes()))
    (more / "a.geojson.gz").write_bytes(gzip.compress((folder / "GeoJSON/points.geojson").read_bytes()))
    (more / "other.xml").write_bytes((folder / "GML/points.gml").read_bytes())
    with tarfile.open(more / "a.tar.gz", "w:gz") as tar:
        for p in (folder / "ESRI-Shapefile").iterdir():
            tar.add(p, p.name)
    (more / "wal.gpkg").write_bytes((folder / "GPKG/points.gpkg").read_bytes())
    db = sqlite3.connect(more / "wal.gpkg")
    db.execute("PRAGMA journal_mode = wal")
    db.close()
    # A database whose last rows are still in its log: opening it in place would move them.
    (more / "log.sqlite").write_bytes((folder / "SQLite/points.sqlite").read_bytes())
    db = sqlite3.connect(more / "log.sqlite")
    db.execute("PRAGMA journal_mode = wal")
    db.execute("INSERT INTO points SELECT NULL, GEOMETRY, name FROM points LIMIT 1")
    db.commit()
    for ending in ("", "-wal"):
        (more / f"late.sqlite{ending}").write_bytes((more / f"log.sqlite{ending}").read_bytes())
    db.close()
    (more / "table.csv").write_text("name,lon,lat\na,1,2\nb,3,4\n")
    (more / "table.vrt").write_text(
        '<OGRVRTDataSource><OGRVRTLayer name="table"><SrcDataSource relativeToVRT="1">table.csv</SrcDataSource>'
        '<GeometryType>wkbPoint</GeometryType><LayerSRS>EPSG:4326</LayerSRS>'
        '<GeometryField encoding="PointFromColumns" x="lon" y="lat"/></OGRVRTLayer></OGRVRTDataSource>')
    return files + [p for p in sorted(more.iterdir()) if not p.name.endswith("-wal")]


def check_folders(lode, folder, quick):
    files = make_files(folder)
    late = {p: p.read_bytes() for p in (folder / "more").glob("late.sqlite*")}
    gdal_sees = {p: count_by_gdal(f"/vsigzip/{p}" if p.suffix == ".gz" and not p.name.endswith(".tar.gz") else
                                  f"/vsitar/{p}" if p.name.endswith(".tar.gz") else p) for p in files}
    for p in folder.rglob("*"):
        if p.suffix in (".gfs", ".properties") or p.name.endswith(("-wal", "-shm")):
            p.unlink()  # what GDAL left
    for p, data in late.items():
        p.write_bytes(data)  # and what it moved
    before = listing(folder)
    faults = 0
    for read_only in (False,) if quick else (False, True):
        for p in folder.rglob("*"):
            os.chmod(p, (0o555 if p.is_dir() else 0o444) if read_only else (0o755 if p.is_dir() else 0o644))
        for p in files:
            n, run = count_by_lode(lode, p)
            if gdal_sees[p] and n != gdal_sees[p]:
                faults += 1
                print(f"FAULT {p.relative_to(folder)}: {n} features, GDAL has {gdal_sees[p]}: {run.stderr.decode()[:200]}")
        after = listing(folder)
        for name in sorted(set(before) ^ set(after)) + [k for k in before if before[k] != after.get(k, before[k])]:
            faults += 1
            print(f"FAULT {name}: written, removed or changed by reading")
    n_read = sum(1 for p in files if gdal_sees[p])
    print(f"folders: {n_read} of {len(files)} files have features by GDAL; {len(before)} files beside each other stay as they were "
          f"in {'one run' if quick else 'two runs, the second with the folder read-only'}; {faults} faults")
    return faults


def make_odd(folder):
    """Files that are no vector data, and a word of the sentence that each is to get."""
    raster = gdal.GetDriverByName("GTiff").Create(str(folder / "image.tif"), 4, 4)
    raster.SetGeoTransform((60, 1, 0, 35, 0, -1))
    raster = None
    gdal.Translate(str(folder / "image.png"), str(folder / "image.tif"), format="PNG")
    page = b"<!DOCTYPE html><html><head><title>404 Not Found</title></head></html>"
    lfs = b"version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n"
    shp = folder / "points.shp"
    write_points("ESRI Shapefile", shp)
    with zipfile.ZipFile(folder / "project.qgz", "w") as z:
        z.writestr("project.qgs", "<qgis/>")
    with zipfile.ZipFile(folder / "notes.zip", "w") as z:
        z.writestr("notes.md", "nothing")
    texts = {
        "page.shp": (page, "web page"), "page.geojson": (page, "404 Not Found"), "page.csv": (page, "web page"),
        "lfs.shp": (lfs, "git-lfs"), "lfs.geojson": (lfs, "git lfs pull"), "lfs.csv": (lfs, "git-lfs"), "lfs.gpkg": (lfs, "git-lfs"),
        "a.rar": (b"Rar!\x1a\x07\x00", "RAR"), "a.7z": (b"7z\xbc\xaf\x27\x1c", "7z"), "a.dwg": (b"AC1032\0\0", "AutoCAD"),
        "a.pdf": (b"%PDF-1.4\n", "PDF"), "a.json": (b'{"a": 1}', "not GeoJSON"),
        "cut.geojson": (b'{"type":"FeatureCollection","features":[{"type":"Feat', "cut off"),
        "a.mdb": (b"\0\1\0\0Standard Jet DB\0", "Access"), "a.xls": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "Office"),
        "a.lyr": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "ArcGIS"), "~$book.xlsx": (b"user", "lock"), "project.qgs": (b"<qgis/>", "QGIS"),
        "style.qml": (b"<!DOCTYPE qgis PUBLIC 'x'><qgis/>", "QGIS"), "wfs.gml": (b'<?xml version="1.0"?><ows:ExceptionReport/>', "server"),
        "notes.md": (b"hello\n", "is a text"), "dump.sql": (b"-- a dump\n", "database"), "a.bz2": (b"BZh91AY", "bunzip2"),
        "empty.gpkg": (b"", "empty"), "noise.bin": (bytes(range(256)) * 2, "no format that GDAL knows"),
        "away.vrt": (b'<OGRVRTDataSource><OGRVRTLayer name="a"><SrcDataSource>/etc/passwd</SrcDataSource></OGRVRTLayer>'
                     b"</OGRVRTDataSource>", "not a file in its folder"),
        "up.vrt": (b'<OGRVRTDataSource><OGRVRTLayer name="a"><SrcDataSource relativeToVRT="1">../a.csv</SrcDataSource></OGRVRTLayer>'
                   b"</OGRVRTDataSource>", "not a file in its folder"),
        "net.vrt": (b'<OGRVRTDataSource><OGRVRTLayer name="a"><SrcDataSource relativeToVRT="1">PG:host=db</SrcDataSource></OGRVRTLayer>'
                    b"</OGRVRTDataSource>", "not a file in its folder"),
        "gone.vrt": (b'<OGRVRTDataSource><OGRVRTLayer name="a"><SrcDataSource relativeToVRT="1">gone.csv</SrcDataSource></OGRVRTLayer>'
                     b"</OGRVRTDataSource>", "gone.csv"),
    }
    for name, (data, _) in texts.items():
        (folder / name).write_bytes(data)
    (folder / "empty-folder").mkdir()
    words = {name: word for name, (_, word) in texts.items()}
    words |= {"image.tif": "GeoTIFF", "image.png": "raster image", "points.prj": "name '", "project.qgz": "QGIS",
              "notes.zip": "notes.md", "empty-folder": "folder", "missing.shp": "No such file"}
    return words


def check_sentences(lode, folder, quick):
    faults = 0
    words = make_odd(folder)
    for name, word in words.items():
        for command in (["quick", folder / name, "-o", folder / "out.png"], ["info", folder / name])[quick:]:
            run = subprocess.run([lode, *command], capture_output=True)
            said = run.stderr.decode("utf-8", "replace")
            lie = "no format that GDAL knows" in said and name != "noise.bin"
            if run.returncode != 1 or word not in said or lie:
                faults += 1
                print(f"FAULT {name}: {command[0]} ends with {run.returncode}, no {word!r} in: {said.strip()}")
    print(f"sentences: {len(words)} files that are no vector data, each by info and quick, {faults} faults")
    return faults


def main():
    p = argparse.ArgumentParser(description=__doc__)
    p.add_argument("--lode", default="build/src/cli/lode")
    p.add_argument("--quick", action="store_true", help="a sample, in seconds")
    args = p.parse_args()
    lode = str(Path(args.lode).resolve())
    faults = 0
    for check in (check_folders, check_sentences):
        with tempfile.TemporaryDirectory() as folder:
            faults += check(lode, Path(folder), args.quick)
            for p in Path(folder).rglob("*"):
                os.chmod(p, 0o755)
    sys.exit(faults > 0)


if __name__ == "__main__":
    main()
