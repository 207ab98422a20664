"""A hint names only options that the command at hand has, or the command whose option it is: 'lode batch --only'."""
import json
import re
import shutil
import zipfile

import pytest

from conftest import LAYERS

SITES = {"type": "FeatureCollection", "features": [
    {"type": "Feature", "geometry": {"type": "Point", "coordinates": [68, 34]}, "properties": {"name": "Aynak", "k": 3}}]}

HEAD = "lode: 1\ndata: {p: p.geojson}\n"
LAYERS_OF_P = "layers: [{marker: p, size: 2 mm}]\n"
NOWHERE = "https://example.org/p.geojson"

# Documents with one fault each that a command meets when it reads, computes, draws or writes.
DOCUMENTS = {
    "no-crs": "lode: 1\ndata: {p: bare.shp}\n" + LAYERS_OF_P,
    "two-layers": "lode: 1\ndata: {p: two.zip}\n" + LAYERS_OF_P,
    "network": f"lode: 1\ndata: {{p: '{NOWHERE}'}}\n" + LAYERS_OF_P,
    "bad-crs": "lode: 1\ndata: {p: {file: bare.shp, crs: 'EPSG:999999'}}\n" + LAYERS_OF_P,
    "far": HEAD + LAYERS_OF_P + "map: {extent: [-20, -20, -10, -10]}\n",
    "no-outputs": HEAD + LAYERS_OF_P,
    "bad-table": HEAD + LAYERS_OF_P + "tables: {t.doc: {of: p}}\n",
    "table-network": HEAD + LAYERS_OF_P + "tables: {'PG:host=db.example dbname=a': {of: p}}\n",
    "foreign": HEAD + "layers: [{polygon: p}]\nprojection: EPSG:3857\nlayout: 1\n",
    "atlas": HEAD + LAYERS_OF_P + "atlas: {over: p, key: name, output: 'out/{page.key}.png'}\n",
    "atlas-no-output": HEAD + LAYERS_OF_P + "atlas: {over: p, key: name}\n",
    "atlas-bad-key": HEAD + LAYERS_OF_P + "atlas: {over: p, key: nam, output: 'out/{page.key}.png'}\n",
}

# How a command is given a document, and what else is tried with a document that has no fault.
WITH_A_DOCUMENT = {
    "render": (["@"], ["@ -o o.gif", "@ -o no/o.png", "@ --page x", "@ --set pge=1 -o o.png", "@ --set =1 -o o.png",
                       "atlas.yaml --page x", "atlas-no-output.yaml --page Aynak", "@ --set data.p=two.zip -o o.png"]),
    "batch": (["@"], ["atlas.yaml --only x", "atlas.yaml --only=", "atlas.yaml --shard 3/2", "atlas.yaml --shard slurm/2",
                      "atlas.yaml --shard k8s", "atlas.yaml --set pge=1"]),
    "check": (["@"], ["@ --set pge=1", "@ --set data.p=bare.shp", "@ --format x"]),
    "export": (["@ p -o o.gpkg"], ["@ x -o o.gpkg", "@ p -o o.doc", "@ p -o o.gpkg --crs EPSG:99", "@ p",
                                   "@ p -o PG:host=db.example", "@ p -o o.gpkg --set data.p=bare.shp"]),
    "show": (["@ --after layout"], ["@ --after x", "@ --after document --layer q", "@ --after label --layer p",
                                    "@ --after load --set data.p=two.zip", "@"]),
    "explain": (["@"], ["@ --list x", "@ --set data.p=bare.shp"]),
}

FILES = ["bare.shp", "two.zip", NOWHERE, "PG:host=db.example", "p.csv", "folder"]

# How a command is given a file, and what else is tried.
WITH_A_FILE = {
    "quick": (["@ -o o.png"], ["two.zip --layer x -o o.png", "p.geojson -o o.gif", "p.geojson"]),
    "info": (["@"], ["nothing.geojson"]),
    "query": (["@"], ["two.zip --layer x", "p.geojson --crs EPSG:99", "p.geojson --where q=3", "p.geojson --select q",
                      "p.geojson --format x"]),
    "near": (["@ p.geojson", "p.geojson @"],
             ["p.geojson two.zip --to-layer x", "two.zip p.geojson --layer x", "p.geojson p.geojson --crs EPSG:99",
              "p.geojson p.geojson --to-crs EPSG:99", "p.geojson p.geojson --by q", "p.geojson p.geojson --within 5",
              "p.geojson p.geojson --to-where q=3", "p.geojson p.geojson --id q", "p.geojson p.geojson --map m.gif",
              "p.geojson p.geojson -o o.doc", "p.geojson p.geojson -o PG:host=db.example"]),
}

OTHERS = [["merge"], ["merge", "nothing"], ["merge", "folder"], ["palettes", "Bluess"], ["palettes", "-o", "p.gif"],
          ["palettes", "--kind", "x"], ["schema", "x"], ["help", "rendr"], ["query"], ["near", "p.geojson"]]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    path = tmp_path_factory.mktemp("commands")
    (path / "folder").mkdir()
    (path / "p.geojson").write_text(json.dumps(SITES))
    (path / "p.csv").write_text("name,lon,lat\nAynak,68,34\n")
    for ending in ("shp", "shx", "dbf"):
        shutil.copy(LAYERS / f"lakes.{ending}", path / f"bare.{ending}")
    with zipfile.ZipFile(path / "two.zip", "w") as z:
        for name in ("rivers", "lakes"):
            for ending in ("shp", "shx", "dbf", "prj", "cpg"):
                z.write(LAYERS / f"{name}.{ending}", f"{name}.{ending}")
    for name, text in DOCUMENTS.items():
        (path / f"{name}.yaml").write_text(text)
    return path


def faults(command):
    """All command lines of `command` that are tried."""
    usual, more = WITH_A_DOCUMENT.get(command) or WITH_A_FILE.get(command, ([], []))
    tried = [f"{name}.yaml" for name in DOCUMENTS] if command in WITH_A_DOCUMENT else FILES
    for line in usual:
        yield from ([command, *line.replace("@", name).split()] for name in tried)
    yield from ([command, *line.replace("@", "no-outputs.yaml").split()] for line in more)
    yield from (line for line in OTHERS if line[0] == command)
    yield [command, "--no-such-option"]


OPTION = re.compile(r"(?<![\w-])(--[a-z][a-z-]+|-[a-zA-Z])(?![\w-])")


def foreign_options(message, command, options):
    """Options in one line of what was printed that the command has not: of the one that is named before them, or the
    one at hand."""
    parts = re.split(r"\b(?:lode ([a-z]+)|(sbatch))\b", message)
    found = [(command, parts[0])] + [(parts[i] or parts[i + 1], parts[i + 2]) for i in range(1, len(parts), 3)]
    return [(name, option) for name, text in found if name in options for option in OPTION.findall(text)
            if option not in options[name]]


def own_words(stderr, line):
    """What was printed, without what the person wrote: excerpts with carets, and quoted words of the command line."""
    kept = [one for one in stderr.splitlines() if not re.match(r" +\d* \| ", one)]
    text = "\n".join(kept)
    for word in line[1:]:
        text = text.replace(f"'{word}'", "''")
    return text.splitlines()


@pytest.fixture(scope="module")
def options(lode):
    """Each command's options, from its help."""
    names = re.findall(r"^  ([a-z]+)  ", lode("help").stdout.decode().split("options:")[0], re.M)
    return {name: set(OPTION.findall(lode(name, "--help").stdout.decode())) for name in names}


COMMANDS = ["render", "batch", "merge", "check", "quick", "info", "query", "near", "export", "show", "explain", "schema",
            "palettes", "help"]


def test_all_commands_are_tried(options):
    assert sorted(options) == sorted(COMMANDS)


@pytest.mark.parametrize("command", COMMANDS)
def test_hints_name_options_that_there_are(command, lode, folder, options):
    wrong, named = [], set()
    for line in faults(command):
        text = own_words(lode(*line, cwd=folder, status=None).stderr.decode(), line)
        named.update(option for one in text if one.startswith("hint:") for option in OPTION.findall(one))
        wrong += [(line, one) for one in text if foreign_options(one, command, options)]
    assert not wrong
    assert named or command in ("info", "schema", "help", "merge"), "no hint named an option: nothing was tried"


@pytest.mark.parametrize("line, expected", [
    ("query bare.shp", "`--crs EPSG:4326`"), ("near bare.shp p.geojson", "`--crs EPSG:4326`"),
    ("near p.geojson bare.shp", "`--to-crs EPSG:4326`"), ("quick bare.shp -o o.png", "state another with `--crs`"),
    ("render no-crs.yaml -o o.png", "state it: {file: bare.shp, "), ("query two.zip", "`--layer`"),
    ("near two.zip p.geojson", "`--layer`"), ("near p.geojson two.zip", "`--to-layer`"),
    ("render two-layers.yaml -o o.png", "`layer:`"),
])
def test_a_source_is_told_in_the_words_of_its_command(line, expected, lode, folder):
    assert expected in lode(*line.split(), cwd=folder, status=None).stderr.decode()
