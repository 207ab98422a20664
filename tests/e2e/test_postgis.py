"""Sources and targets in a real PostGIS, and its distances beside ours."""
import csv

import pytest

from conftest import LAYERS, MAPS
from postgres import Server, missing

pytestmark = pytest.mark.skipif(missing() is not None, reason=missing() or "")


@pytest.fixture(scope="module")
def server():
    server = Server()
    try:
        for table in ("deposits", "provinces", "railways_osm"):
            server.load(LAYERS / f"{table}.shp", table)
        yield server
    finally:
        server.stop()


CONDITIONS = [
    "comm_group LIKE 'Rare%'",
    "lat > 36 AND comm_group <> 'Unknown'",
    "country IN ('Afghanistan', 'Uzbekistan') OR lon < 46",
    "altname IS NOT NULL AND NOT (main_comm = 'Gold')",
    "name = 'Aynak' OR CASEI(name) LIKE CASEI('%AYNAK%')",
    "S_INTERSECTS(geom, BBOX(60, 30, 70, 40)) AND lat BETWEEN 31.5 AND 35",
    "dep_type IS NULL",
    "country <> 'O''Higgins'",
]


@pytest.mark.parametrize("condition", CONDITIONS)
def test_conditions_choose_the_same_rows_as_from_a_file(lode, server, condition):
    from_file = lode("query", LAYERS / "deposits.shp", "--where", condition).stdout
    from_table = lode("query", f"PG:{server.connection}", "--layer", "deposits", "--where", condition).stdout
    assert from_file == from_table and from_file.count(b"\n") > 1


def test_a_view_that_joins_tables_is_a_source(lode, server):
    server.sql("CREATE VIEW with_province AS SELECT d.name, d.geom, p.name AS province FROM deposits d "
               "JOIN provinces p ON d.adm0_a3 = p.adm0_a3 AND d.state = p.name")
    rows = lode("query", f"PG:{server.connection}", "--layer", "with_province", "--select", "name,province").stdout
    assert rows.count(b"\n") - 1 == int(server.sql("SELECT count(*) FROM with_province")[0][0]) > 0


DOCUMENT = """
lode: 1
data:
  provinces: {provinces}
  deposits: {deposits}
  railways: {railways}
steps:
  - counted: {{count: deposits, in: provinces}}
layers:
  - fill: counted
    color: {{by: count, scale: quantile}}
  - line: railways
    width: 1 pt
outputs: [map.png]
map: {{extent: [60, 29, 75, 39], crs: EPSG:32642}}
page: {{size: A5 landscape}}
dpi: 60
"""


def of_files(name, where):
    return f"{{file: '{LAYERS}/{name}.shp', where: \"{where}\"}}"


def test_a_map_is_the_same_from_files_and_from_tables(lode, server, write_map, tmp_path):
    wanted = {"provinces": "adm0_a3 = 'AFG'", "deposits": "adm0_a3 = 'AFG' AND lat > 31", "railways": "fclass = 'rail'"}
    tables = {"railways": "railways_osm"}
    pictures = []
    for make in (of_files, lambda name, where: f"{{file: 'PG:{server.connection}', layer: {name}, where: \"{where}\"}}"):
        sources = {key: make(tables.get(key, key), where) for key, where in wanted.items()}
        lode("render", write_map(DOCUMENT.format(**sources)))
        pictures.append((tmp_path / "map.png").read_bytes())
    assert pictures[0] == pictures[1]
    log = server.log()
    assert "fclass" in log.split("railways_osm")[-1] and "&&" in log, "what the server can leave out it was asked to"
    assert """("adm0_a3" = 'AFG') AND ("lat" > 31)""" in log


EXPORT = """
lode: 1
data:
  provinces: {{file: '{layers}/provinces.shp', where: "adm0_a3 = 'AFG'"}}
  deposits: {{file: '{layers}/deposits.shp', where: "adm0_a3 = 'AFG'"}}
steps:
  - counted: {{count: deposits, in: provinces}}
layers: []
tables:
  'PG:{connection} tables={table}': {{of: counted, columns: [name, name_fa, count], order: [-count, name]}}
"""


def test_tables_are_written_and_replaced(lode, server, write_map):
    document = write_map(EXPORT.format(connection=server.connection, table="public.counted", layers=LAYERS))
    for _ in range(2):
        lode("render", document)
        rows = server.sql("SELECT name, count, ST_SRID(geom), ST_IsValid(geom), name_fa FROM counted ORDER BY fid")
        assert len(rows) == 34 and {tuple(row[2:4]) for row in rows} == {("4326", "t")}
        counts = [(-int(row[1]), row[0]) for row in rows]
        assert counts == sorted(counts) and any("ا" in row[4] for row in rows)


def test_a_table_that_cannot_be_replaced_stays_as_it_was(lode, server, write_map):
    server.sql("CREATE TABLE busy (note text)")
    server.sql("INSERT INTO busy VALUES ('old')")
    server.sql("CREATE VIEW on_busy AS SELECT * FROM busy")
    run = lode("render", write_map(EXPORT.format(connection=server.connection, table="busy", layers=LAYERS)), status=1)
    assert b"cannot write 'PG:" in run.stderr and b"map.yaml:10:" in run.stderr
    assert server.sql("SELECT * FROM busy") == [["old"]]


def test_export_makes_the_table_of_the_layer(lode, server, write_map):
    document = write_map(EXPORT.format(connection=server.connection, table="x", layers=LAYERS))
    lode("export", document, "counted", "-o", f"PG:{server.connection}")
    assert server.sql("SELECT count(*), sum(count) FROM counted")[0][0] == "34"


def test_databases_elsewhere_need_leave(lode, write_map):
    for connection in ("host=db.example.org dbname=gis", "hostaddr=192.0.2.1 dbname=gis", "service=far"):
        run = lode("query", f"PG:{connection}", "--count", "--layer", "x", status=1)
        assert b"is on the network, and network access is off" in run.stderr
        run = lode("export", MAPS / "central-asia.yaml", "deposits", "-o", f"PG:{connection}", status=2)
        assert b"is on the network, and network access is off" in run.stderr
    run = lode("query", "PG:dbname=gis", "--count", "--layer", "x", status=1, env={"PGHOST": "db.example.org"})
    assert b"is on the network, and network access is off" in run.stderr


def test_what_is_not_there_is_told(lode, server):
    run = lode("query", f"PG:{server.connection}", "--layer", "deposit", "--count", status=2)
    assert b"no layer 'deposit'" in run.stderr and b"did you mean 'deposits'?" in run.stderr
    run = lode("query", "PG:host=/nowhere dbname=gis", "--layer", "x", "--count", status=1)
    assert b"cannot read 'PG:host=/nowhere dbname=gis' as vector data" in run.stderr


NEAR = """
lode: 1
data:
  deposits: {{file: 'PG:{connection}', layer: deposits, where: "lat < 39"}}
  railways: {{file: 'PG:{connection}', layer: railways_osm, where: "fclass = 'rail'", edges: geodesic}}
steps:
  - reached: {{near: deposits, to: railways, within: {within}, id: osm_id}}
layers: []
tables:
  reached.csv: {{of: reached, columns: [dep_id, near_m, near_id], order: dep_id}}
"""


@pytest.mark.parametrize("km", [10, 100])
def test_distances_as_geography_has_them(lode, server, write_map, tmp_path, km):
    """PostGIS looks for the nearest place on a sphere and measures the way there on the ellipsoid. That place is
    not quite the nearest, so its distances are the same or a little longer: 1 in 10,000 at most with these data."""
    lode("render", write_map(NEAR.format(connection=server.connection, within=f"{km} km")))
    ours = {row[0]: (float(row[1]), row[2])
            for row in csv.reader(open(tmp_path / "reached.csv", encoding="utf-8", newline="")) if row[0] != "dep_id"}
    server.sql("""
        DROP TABLE IF EXISTS rail;
        CREATE TABLE rail AS SELECT geom::geography AS g FROM railways_osm WHERE fclass = 'rail';
        CREATE INDEX ON rail USING gist (g); ANALYZE rail""")
    theirs = {row[0]: float(row[1]) for row in server.sql(f"""
        SELECT d.dep_id, min(ST_Distance(d.geom::geography, rail.g))
        FROM deposits d JOIN rail ON ST_DWithin(d.geom::geography, rail.g, {km * 1000 + 100})
        WHERE d.lat < 39 GROUP BY d.dep_id""")}
    assert len(ours) > 5
    for deposit, (metres, _) in ours.items():
        assert -0.01 <= theirs[deposit] - metres <= 0.01 + 2e-4 * metres, deposit
    for deposit in theirs.keys() - ours.keys():
        assert theirs[deposit] > km * 1000 - 0.01
