"""Zips as systems and people make them: what is no layer, zips in zips, names, passwords, bombs."""
import os
import pathlib
import struct
import subprocess
import time
import zipfile

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]
LODE = os.environ.get("LODE", ROOT / "build/src/cli/lode")
SIDE_FILE = b"\0\5\x16\7\0\2\0\0Mac OS X        "
POINTS = ('{"type": "FeatureCollection", "features": [{"type": "Feature", "properties": {"n": "a"}, '
          '"geometry": {"type": "Point", "coordinates": [60, 30]}}]}')


def lode(*words, cwd=None):
    return subprocess.run([LODE, *map(str, words)], cwd=cwd, capture_output=True, text=True, timeout=60)


def layers(file):
    """The names and numbers of features that `lode info` prints."""
    got = lode("info", file)
    assert got.returncode == 0, got.stderr
    lines = [line.split() for line in got.stdout.splitlines()]
    return list(zip([w[1] for w in lines if w[:1] == ["layer"]], [int(w[1]) for w in lines if w[:1] == ["features"]]))


def shapefile(n=2):
    """The bytes of .shp, .shx and .dbf of `n` points."""
    def head(size):
        return struct.pack(">7i", 9994, 0, 0, 0, 0, 0, size // 2) + struct.pack("<2i8d", 1000, 1, 60, 30, 60 + n, 30, 0, 0, 0, 0)
    shp = head(100 + 28 * n) + b"".join(struct.pack(">2i", i + 1, 10) + struct.pack("<i2d", 1, 60 + i, 30) for i in range(n))
    shx = head(100 + 8 * n) + b"".join(struct.pack(">2i", 50 + 14 * i, 10) for i in range(n))
    dbf = struct.pack("<4BIHH20x", 3, 126, 1, 1, n, 65, 5) + b"name".ljust(11, b"\0") + b"C" + bytes(4) + b"\4\0" + bytes(14) + b"\r"
    dbf += b"".join(b" n%-3d" % i for i in range(n)) + b"\x1a"
    prj = b'GEOGCS["WGS 84",DATUM["WGS_1984",SPHEROID["WGS 84",6378137,298.257223563]],PRIMEM["Greenwich",0],UNIT["degree",0.0174532925199433]]'
    return {"shp": shp, "shx": shx, "dbf": dbf, "prj": prj}


def put(z, stem, side=None, upper=False):
    for ending, data in shapefile().items():
        z.writestr(f"{stem}.{ending.upper() if upper else ending}", data)
        if side:
            z.writestr(f"{side}.{ending}", SIDE_FILE)


@pytest.fixture
def make(tmp_path):
    def write(fill, name="in.zip"):
        with zipfile.ZipFile(tmp_path / name, "w", zipfile.ZIP_DEFLATED) as z:
            fill(z)
        return tmp_path / name
    return write


def test_what_systems_leave_is_no_layer(make):
    def mac(z):
        put(z, "wgs", side="__MACOSX/._wgs")
        put(z, ".Trash/old", side="._wgs")
        z.writestr(".DS_Store", b"x")
        z.writestr("Thumbs.db", b"x")
    file = make(mac)
    assert layers(file) == [("wgs", 2)]
    (file.parent / "map.yaml").write_text("lode: 1\ndata: {p: in.zip}\nlayers: [{marker: p}]\noutputs: [o.png]\n")
    got = lode("render", "map.yaml", cwd=file.parent)
    assert got.returncode == 0, got.stderr


@pytest.mark.parametrize("name, inside", [("in.zip", "p.geojson"), ("in.kmz", "doc.kml")])
def test_one_file_of_another_format_among_side_files(make, name, inside):
    kml = ('<kml xmlns="http://www.opengis.net/kml/2.2"><Document><Placemark><name>a</name><Point><coordinates>60,30'
           '</coordinates></Point></Placemark></Document></kml>')
    def fill(z):
        z.writestr("__MACOSX/._" + inside, SIDE_FILE)
        z.writestr(inside, kml if inside.endswith("kml") else POINTS)
        z.writestr(".DS_Store", b"x")
    assert [n for _, n in layers(make(fill, name))] == [1]


def test_several_files_are_layers_by_their_names(make):
    file = make(lambda z: [z.writestr(n, POINTS) for n in ("a.geojson", "in/b.geojson", "in/a.geojson")])
    assert layers(file) == [("a", 1), ("b", 1), ("in/a", 1)]
    assert lode("query", file, "--layer", "b", "--count").stdout == "1\n"


def test_a_zip_in_a_zip(make):
    inner = make(lambda z: put(z, "deep/wgs"), "inner.zip").read_bytes()
    middle = make(lambda z: z.writestr("inner.zip", inner), "middle.zip").read_bytes()
    assert layers(make(lambda z: z.writestr("a/inner.zip", inner))) == [("wgs", 2)]
    assert layers(make(lambda z: z.writestr("a/middle.zip", middle))) == [("wgs", 2)]


def test_capital_letters(make):
    assert layers(make(lambda z: put(z, "WGS", upper=True), "IN.ZIP")) == [("WGS", 2)]


@pytest.mark.parametrize("name, encoding", [("Züriü", "cp437"), ("Точки", "cp866"), ("Zürx", "utf-8")])
def test_names_that_state_no_encoding(make, name, encoding):
    file, raw = make(lambda z: put(z, "PLACE")), name.encode(encoding)
    file.write_bytes(file.read_bytes().replace(b"PLACE", raw))
    assert layers(file) == [(name, 2)]


def test_a_password_is_said(make):
    file = make(lambda z: put(z, "wgs"))
    data = bytearray(file.read_bytes())
    for signature, flags in ((b"PK\3\4", 6), (b"PK\1\2", 8)):
        at = data.find(signature)
        while at >= 0:
            data[at + flags] |= 1
            at = data.find(signature, at + 4)
    file.write_bytes(data)
    got = lode("info", file)
    assert got.returncode == 1 and "is encrypted: 'wgs' in it has a password" in got.stderr


def test_a_bomb_is_not_unpacked(make):
    """A stated size is enough: what is in the directory is believed before anything is unpacked."""
    file = make(lambda z: z.writestr("p.geojson", POINTS + " " * 100000))
    data = file.read_bytes()
    at = data.find(b"PK\1\2")
    file.write_bytes(data[:at + 24] + struct.pack("<I", 3_000_000_000) + data[at + 28:])
    got = lode("info", file)
    assert got.returncode == 1 and "is not unpacked: 'p' in it would grow" in got.stderr


def test_many_files_take_linear_time(make):
    def fill(n):
        return lambda z: [put(z, "wgs")] + [z.writestr(f"d{i // 10}/{i:06}.jpg", b"") for i in range(n)]
    files = {n: make(fill(n), f"{n}.zip") for n in (5000, 40000)}
    took = {}
    for n, file in files.items():
        start = time.monotonic()
        assert layers(file) == [("wgs", 2)]
        took[n] = time.monotonic() - start
    assert took[40000] < 8 * took[5000] + 1, took


@pytest.mark.parametrize("cut", range(0, 22, 3))
def test_a_damaged_directory_is_a_failure_and_no_crash(make, cut):
    file = make(lambda z: put(z, "wgs"))
    data = bytearray(file.read_bytes())
    data[-1 - cut] ^= 0xFF
    file.write_bytes(data)
    assert lode("info", file).returncode in (0, 1)


def test_a_side_file_by_its_name(tmp_path):
    (tmp_path / "._wgs.shp").write_bytes(SIDE_FILE)
    got = lode("info", tmp_path / "._wgs.shp")
    assert "'._wgs' is what macOS keeps beside a file; the data are in 'wgs'" in got.stderr
