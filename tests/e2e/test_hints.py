"""The words of other tools: each row of src/doc/foreign.c and src/expr/foreign.c is tried in documents and expressions. A
foreign word gets a hint that names our word, and our word is accepted where the foreign one stood."""
import json
import re

import pytest

from conftest import ROOT

SITES = {"type": "FeatureCollection", "features": [
    {"type": "Feature", "geometry": {"type": "Point", "coordinates": [68, 34]},
     "properties": {"name": "Aynak", "commodity": "copper", "tonnes": 3}}]}

HEAD = """lode: 1
data: {p: p.geojson}
"""
LAYER = HEAD + "layers:\n  - "
PAGE = HEAD + "layers: []\npage:\n  "
STEP = HEAD + "layers: []\nsteps:\n  - s: "

# Documents in which @ is a key: every kind of map of the language that has foreign words.
KEYS = {
    "layer kind": LAYER + "{@: p}",
    "step kind": STEP + "{@: p}",
    "document": HEAD + "layers: []\n@: 1",
    "source": "lode: 1\nlayers: []\ndata: {p: {file: p.geojson, @: 1}}",
    "source file": "lode: 1\nlayers: []\ndata: {p: {@: p.geojson}}",
    "map": HEAD + "layers: []\nmap: {@: 1}",
    "extent centre": HEAD + "layers: []\nmap: {extent: {scale: '1:1000000', centre: [68, 34], @: 1}}",
    "extent kind": HEAD + "layers: []\nmap: {extent: {@: p}}",
    "extent of": HEAD + "layers: []\nmap: {extent: {of: p, @: 1}}",
    "page": PAGE + "@: 1",
    "page title": PAGE + "title: {@: 1}",
    "page legend": PAGE + "legend: {@: 1}",
    "scale bar": PAGE + "scale-bar: {@: 1}",
    "graticule": PAGE + "graticule: {@: 1}",
    "locator": PAGE + "locator: {@: 1}",
    "note": PAGE + "text: {text: a, @: 1}",
    "page table": PAGE + "table: {of: p, columns: [name], @: 1}",
    "page table of": PAGE + "table: {@: p, columns: [name]}",
    "column of a table": PAGE + "table: {of: p, columns: [{format: a, @: 1}]}",
    "scale": LAYER + "{marker: p, color: {by: name, @: 1}}",
    "scale by": LAYER + "{marker: p, color: {scale: category, @: name}}",
    "fill": LAYER + "{fill: p, @: 1}",
    "line": LAYER + "{line: p, @: 1}",
    "marker": LAYER + "{marker: p, @: 1}",
    "label": LAYER + "{label: p, text: '{name}', @: 1}",
    "label text": LAYER + "{label: p, @: '{name}'}",
    "label part": LAYER + "{marker: p, label: {text: '{name}', @: 1}}",
    "stroke": LAYER + "{marker: p, stroke: {@: 1}}",
    "hatch": LAYER + "{fill: p, hatch: {@: 1}}",
    "legend of a layer": LAYER + "{marker: p, legend: {@: 1}}",
    "buffer": STEP + "{buffer: p, @: 1}",
    "clip": STEP + "{clip: p, @: 1}",
    "count": STEP + "{count: p, @: 1}",
    "near": STEP + "{near: p, @: 1}",
    "join": STEP + "{join: p, with: p, @: 1}",
    "hull": STEP + "{hull: p, @: 1}",
    "simplify": STEP + "{simplify: p, @: 1}",
    "atlas": HEAD + "layers: []\natlas: {over: p, @: 1}",
    "atlas over": HEAD + "layers: []\natlas: {@: p}",
}

# Documents in which @ is a value out of a list of words.
VALUES = {
    "scale": LAYER + "{marker: p, color: {by: name, scale: @}}",
    "palette kind": HEAD + "layers: []\npalettes: {a: {colors: [red, blue], kind: @}}",
    "order": LAYER + "{marker: p, color: {by: name, scale: category, order: @}}",
    "at": PAGE + "legend: {at: @}",
    "align": PAGE + "title: {text: a, align: @}",
    "units": PAGE + "scale-bar: {units: @}",
    "bar": PAGE + "scale-bar: {style: @}",
    "switch": PAGE + "frame: @",
    "grid labels": PAGE + "graticule: {labels: @}",
    "extent": HEAD + "layers: []\nmap: {extent: @}",
    "cap": LAYER + "{line: p, cap: @}",
    "join": LAYER + "{line: p, join: @}",
    "dash": LAYER + "{line: p, dash: @}",
    "hatch": LAYER + "{fill: p, hatch: @}",
    "stroke": LAYER + "{fill: p, stroke: @}",
    "shape": LAYER + "{marker: p, shape: @}",
    "weight": LAYER + "{label: p, text: '{name}', weight: @}",
    "slant": LAYER + "{label: p, text: '{name}', style: @}",
    "place": LAYER + "{label: p, text: '{name}', place: @}",
    "edges": "lode: 1\nlayers: []\ndata: {p: {file: p.geojson, edges: @}}",
    "keep": STEP + "{join: p, with: p, keep: @}",
    "ends": STEP + "{buffer: p, by: 1 km, ends: @}",
}


def rows_of(path, first):
    """(ours, note, foreign words) of each row of a table in C; `first` says which of its texts stands first."""
    text = (ROOT / path).read_text(encoding="utf-8")
    table = text[text.index("words[] = {" if first == "ours" else "} rows[] = {"):]
    table = re.sub(r"/\*.*?\*/", "", table[table.index("{\n") if first == "ours" else table.index("= {"):table.index("\n};")],
                   flags=re.S)
    for name in re.findall(r'const char (\w+)\[\]', text):
        value = "".join(re.findall(r'"((?:[^"\\]|\\.)*)"', text[text.index(f"char {name}[]"):].split(";")[0]))
        table = re.sub(rf"\b{name}\b", json.dumps(value), table)
    for row in re.findall(r"\{((?:\s*\"(?:[^\"\\]|\\.)*\"\s*,?|\s*0\s*)+)\}", table):
        fields = ["".join(re.findall(r'"((?:[^"\\]|\\.)*)"', one)) for one in re.split(r",\s*(?=[\"0])", row.strip())
                  if '"' in one or one.strip() == "0"]
        yield fields[0], fields[2] if len(fields) > 2 else "", fields[1].split()


DOC_ROWS = list(rows_of("src/doc/foreign.c", "ours"))
EXPR_ROWS = list(rows_of("src/expr/foreign.c", "here"))


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    path = tmp_path_factory.mktemp("hints")
    (path / "p.geojson").write_text(json.dumps(SITES))
    return path


def findings(lode, folder, documents):
    """For each document its errors: (message, hint)."""
    names = [f"{i}.yaml" for i in range(len(documents))]
    for name, text in zip(names, documents):
        (folder / name).write_text(text)
    run = lode("check", "--no-data", "--format", "json", *names, cwd=folder, status=None)
    ret = [[] for _ in names]
    for one in json.loads(run.stdout)["findings"]:
        if one["level"] == "error" and "file" in one:
            ret[names.index(one["file"])].append((one["message"], one.get("hint", "")))
    return ret


def about(errors, word):
    return [hint for message, hint in errors if f"'{word}'" in message]


def test_the_tables_are_read():
    assert len(DOC_ROWS) > 150 and len(EXPR_ROWS) > 40
    assert ("pretty", "", ["pretty-breaks", "nice"]) in DOC_ROWS


def words_of(schema):
    """All keys and all words that are values in the JSON Schema."""
    if isinstance(schema, list):
        return set().union(*map(words_of, schema))
    if not isinstance(schema, dict):
        return set()
    own = set(schema.get("properties", {})) | {w for w in schema.get("enum", []) if isinstance(w, str)}
    return own.union(*map(words_of, schema.values()))


def test_every_hinted_word_is_of_the_language(lode):
    ours = words_of(json.loads(lode("schema").stdout)) | {"true", "false"}
    assert not [row[0] for row in DOC_ROWS for part in row[0].split(".") if part not in ours]


# The word, where it stands, and what the hint names.
@pytest.mark.parametrize("context, word, expected", [
    ("layer kind", "polygon", "'fill'"), ("layer kind", "points", "'marker'"), ("layer kind", "text", "'label'"),
    ("layer kind", "raster", "vectors only"), ("layer kind", "type", "'fill: LAYER'"),
    ("scale by", "column", "'by'"), ("map", "projection", "'crs'"), ("marker", "query", "'filter'"),
    ("source", "query", "'where'"), ("page", "orientation", "'size: A4 landscape'"), ("page legend", "position", "'at'"),
    ("label", "position", "'place'"), ("line", "line-width", "'width'"), ("fill", "line-width", "'stroke: {width: ...}'"),
    ("fill", "fill-color", "'color'"), ("fill", "fillColor", "'color'"), ("map", "zoom", "scale: 1:2000000"),
    ("map", "center", "'extent: {centre: ...}'"), ("fill", "projection", "under 'map'"),
    ("marker", "radius", "twice the radius"), ("page", "dpi", "at the top of the document"),
    ("marker", "symbol", "'shape'"), ("marker", "orientation", "'rotate'"), ("marker", "width", "'3 mm' for a marker"),
    ("page", "width", "'[210 mm, 297 mm]' for a page"), ("near", "distance", "'within'"), ("line", "stroke", "'color'"),
    ("marker", "halo-color", "labels have it"), ("label", "halo-size", "'halo: {width: ...}'"),
    ("scale by", "fields", "'by'"), ("page table of", "coverage", "'of'"), ("page", "northarrow", "'north-arrow'"),
    ("source", "srs", "'crs'"), ("document", "resolution", "'dpi'"), ("map", "bounds", "'extent'"), ("page", "portrait", "A4"),
])
def test_a_key(context, word, expected, lode, folder):
    (errors,) = findings(lode, folder, [KEYS[context].replace("@", word)])
    assert any(expected in hint for hint in about(errors, word)), errors


@pytest.mark.parametrize("context, word, expected", [
    ("scale", "categorical", "'category'"), ("scale", "natural breaks", "'jenks'"), ("scale", "Equal Interval", "'equal'"),
    ("scale", "graduated", "'quantile', 'equal', 'jenks' or 'pretty'"), ("at", "topleft", "'top left'"),
    ("slant", "bold", "'weight: bold'"), ("switch", "yes", "'true'"), ("stroke", "off", "'none'"), ("scale", "unique values", "'category'"), ("scale", "intervals", "'breaks'"),
])
def test_a_value(context, word, expected, lode, folder):
    (errors,) = findings(lode, folder, [VALUES[context].replace("@", word)])
    assert any(expected in hint for hint in about(errors, word)), errors


def query(lode, folder, where):
    return lode("query", "p.geojson", "--where", where, "--count", cwd=folder, status=None)


def test_each_function_gets_the_hint(lode, folder):
    tries = [(here, word) for here, _, words in EXPR_ROWS for word in words if not word.startswith("$")]
    found = findings(lode, folder, [LAYER + f"{{marker: p, filter: {word}(name) = 3}}" for _, word in tries])
    for (here, word), errors in zip(tries, found):
        assert [hint for _, hint in errors] == [f"write {here}"], word


@pytest.mark.parametrize("where, expected, instead", [
    ("name ILIKE 'a%'", "CASEI(name) LIKE CASEI('ay%')", "CASEI(name) LIKE CASEI('ay%')"),
    ("CASE WHEN tonnes > 3 THEN 1 ELSE 2 END = 1", "case(condition, then, else)", "case(tonnes > 3, 1, 2) = 1"),
    ("CAST(tonnes AS int) = 3", "number(text)", "number('3') = 3"),
    ("tonnes::int = 3", "number(tonnes)", "number(tonnes) = 3"),
    ("name ~ 'A'", "name LIKE 'Ay%'", "name LIKE 'Ay%'"),
    ("name REGEXP 'A'", "name LIKE 'Ay%'", "name LIKE 'Ay%'"),
    ("name == 'Aynak'", "'='", "name = 'Aynak'"), ("name != 'Aynak'", "'<>'", "name <> 'Aynak'"),
    ("tonnes > 1 && tonnes < 5", "AND", "tonnes > 1 AND tonnes < 5"),
    ("name || 'a' = 'b'", "concat(a, b)", "concat(name, 'a') = 'b'"),
    ("IFNULL(tonnes, 0) > 1", "coalesce(value, other)", "coalesce(tonnes, 0) > 1"),
    ("IIF(tonnes > 1, 1, 2) = 1", "case(condition, then, else)", "case(tonnes > 1, 1, 2) = 1"),
    ("ST_Intersects(geom, geom)", "S_INTERSECTS(a, b)", "S_INTERSECTS(geom, geom)"),
    ("ST_DWithin(geom, geom, 3)", "a step 'near'", "TRUE"), ("$area > 3", "area()", "area() >= 0"),
    ("substr(name, 1, 2) = 'Ay'", "left(text, count)", "left(name, 2) = 'Ay'"),
    ("tonnes ** 2 = 9", "a ^ b", "tonnes ^ 2 = 9"), ("tonnes MOD 2 = 1", "a % b", "tonnes % 2 = 1"),
    ("tonnes ISNULL", "name IS NULL", "tonnes IS NULL"), ("WHERE tonnes = 3", "condition alone", "tonnes = 3"),
    ('name = "Aynak"', "single quotes", "name = 'Aynak'"),
])
def test_an_expression(where, expected, instead, lode, folder):
    run = query(lode, folder, where)
    assert run.returncode == 2
    assert expected in run.stderr.decode().split("hint: ")[1]
    assert query(lode, folder, instead).returncode == 0


def test_a_folder_that_is_not_there_is_said_to_be_missing(lode, tmp_path):
    (tmp_path / "p.csv").write_text("lon,lat\n1,2\n3,4\n")
    (tmp_path / "m.yaml").write_text("lode: 1\ndata: {p: {file: p.csv, crs: EPSG:4326}}\nlayers: [{marker: p}]\n"
                                     "tables: {out/p.csv: {of: p}}\n")
    assert "there is no folder 'out/': make it first" in lode("render", "m.yaml", "-o", "m.png", cwd=tmp_path, status=1).stderr.decode()
