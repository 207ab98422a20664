"""The documentation is true: its links lead somewhere, its documents pass, its tables agree with the schema.

  ```yaml   a whole document, when it begins with 'lode: 1', or sections of one, which are then put into BASE;
            what begins with a comment '# docs/examples/NAME.yaml' is that file, word by word
  <!-- not checked -->      on the line before a block: it is no document
  <!-- keys: a palette -->  before a table whose first column has the keys of that section of the schema
  <!-- rows: steps -->      before a table whose second column has, in each row, a snippet that works, or 'none'; PLACES says
                            what a snippet is a part of
"""
import json
import re
import subprocess
from pathlib import Path

import pytest
from PIL import Image

from conftest import ROOT, lode_path

PAGES = sorted([ROOT / "README.md", ROOT / "CHANGELOG.md", ROOT / "CONTRIBUTING.md", *(ROOT / "docs").glob("*.md")])
EXAMPLES = sorted((ROOT / "docs/examples").glob("*.yaml"))
REFERENCE = [ROOT / "docs/language.md", ROOT / "docs/page.md"]  # tables of keys

# What sections in the docs may speak of. Each is left out when the block has it itself.
BASE = {
    "lode": "lode: 1\n",
    "data": """data:
  countries: layers/countries.shp
  provinces: {file: layers/provinces.shp, where: adm0_a3 = 'AFG'}
  deposits: layers/deposits.shp
  places: layers/places.shp
  railways: {file: layers/railways_osm.shp, edges: geodesic}
  rivers: layers/rivers.shp
  lakes: layers/lakes.shp
""",
    "steps": """steps:
  - working: {select: railways, filter: fclass = 'rail'}
  - planned: {select: railways, filter: fclass = 'proposed'}
  - bands: {rings: planned, by: [10 km, 25 km, 50 km]}
  - counted: {count: deposits, in: provinces}
""",
    "styles": "styles: [styles/report.yaml]\n",
    "layers": "layers: [{fill: countries}]\n",
}


# ---- blocks of YAML

def blocks():
    for page in PAGES:
        text = page.read_text(encoding="utf-8")
        for m in re.finditer(r"^(<!-- not checked -->\n)?```yaml\n(.*?)^```$", text, re.M | re.S):
            line = text.count("\n", 0, m.start(2)) + 1
            yield pytest.param(m.group(2), bool(m.group(1)), id=f"{page.name}:{line}")


def put_into_base(block):
    keys = set(re.findall(r"^([a-z][a-z-]*):", block, re.M))
    return "".join(text for key, text in BASE.items() if key not in keys) + block


@pytest.fixture
def folder(tmp_path):
    """A folder in which the documents of the docs find what they speak of."""
    for name in ("layers", "styles"):
        (tmp_path / name).symlink_to(ROOT / name)
    (tmp_path / "maps").mkdir()
    (tmp_path / "maps/sites.csv").write_text("name,lon,lat\nAynak,69.3,34.3\n")
    (tmp_path / "maps/pick.svg").write_text(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10"><path d="M1 1h8v8H1z"/></svg>')
    for name in ("layers", "styles"):
        (tmp_path / "maps" / name).symlink_to(ROOT / name)
    return tmp_path / "maps"


@pytest.mark.parametrize("block, skipped", blocks())
def test_what_the_docs_show_passes_the_check(block, skipped, lode, folder):
    if skipped:
        pytest.skip("marked as no document")
    named = re.match(r"# ((?:docs/examples|maps|styles)/\S+\.yaml)\n", block)
    if named:
        file = ROOT / named.group(1)
        assert block[named.end():] == file.read_text(encoding="utf-8"), f"differs from {named.group(1)}"
        lode("check", file)
        return
    map_file = folder / "map.yaml"
    map_file.write_text(block if block.startswith("lode: 1") else put_into_base(block), encoding="utf-8")
    lode("check", map_file)


# ---- tables of snippets

PLACES = {
    "sections": "{}",
    "layers": "layers:\n  {}",
    "steps": "steps:\n  - counted: {{count: deposits, in: provinces}}\n  {}",
    "a fill": "layers:\n  - fill: counted\n    {}",
    "page": "page:\n  {}",
    "expressions over places": "steps:\n  - v:\n      columns: places\n      v: >-\n        {}",
    "expressions over provinces": "steps:\n  - v:\n      columns: provinces\n      v: >-\n        {}",
}


def snippet_rows():
    """(place, the cell with the snippet, the cell that follows it) of each row."""
    for page in PAGES:
        text = page.read_text(encoding="utf-8")
        for m in re.finditer(r"^<!-- rows: (.*?) -->\n\|.*\n\|.*\n((?:\|.*\n)+)", text, re.M):
            line = text.count("\n", 0, m.start(2)) + 1
            for i, row in enumerate(m.group(2).splitlines()):
                cells = [cell.strip() for cell in re.split(r"(?<!\\)\|", row)[1:-1]]
                yield pytest.param(m.group(1), cells[1], cells[2], id=f"{page.name}:{line + i}")


def document_with(snippet, place):
    source = re.match(r"data: \{(\w+):", snippet)
    if source:
        return f"lode: 1\n{snippet}\nlayers: [{{label: {source.group(1)}, text: here}}]\n"
    return put_into_base(PLACES[place].format(snippet) + "\n")


@pytest.mark.parametrize("place, cell, differs", snippet_rows())
def test_a_snippet_in_a_table_passes_the_check(place, cell, differs, lode, folder):
    if cell != "none":
        snippet = re.fullmatch(r"`([^`]+)`", cell).group(1)
        (folder / "map.yaml").write_text(document_with(snippet, place), encoding="utf-8")
        lode("check", "--no-data", folder / "map.yaml")
    reference = "".join((ROOT / "docs" / name).read_text(encoding="utf-8") for name in
                        ("language.md", "steps.md", "expressions.md", "scales.md", "commands.md"))
    for word in re.findall(r"`([\w.-]+)`", differs):
        assert re.search(rf"(?<![\w-]){re.escape(word)}(?![\w-])", reference), f"'{word}' is not ours"


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda p: p.stem)
def test_every_example_renders_without_a_warning(example, lode, tmp_path):
    run = lode("render", example, "-o", tmp_path / "map.png", "--dpi", 60)
    assert b"warning" not in run.stderr, run.stderr.decode()
    assert Image.open(tmp_path / "map.png").width > 300


def test_every_example_is_shown_with_its_picture():
    text = "".join(page.read_text(encoding="utf-8") for page in PAGES)
    for example in EXAMPLES:
        assert f"examples/{example.name}" in text
        assert f"images/{example.stem}.png" in text


# ---- links and pictures

def without_blocks(text):
    return re.sub(r"^```.*?^```$", "", text, flags=re.M | re.S)


def anchors(page):
    """As GitHub makes them from headings."""
    heads = re.findall(r"^#+ (.*)$", without_blocks(page.read_text(encoding="utf-8")), re.M)
    return {re.sub(r"[^\w\- ]", "", h.lower()).replace(" ", "-") for h in heads}


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.name)
def test_links_lead_somewhere(page):
    text = without_blocks(page.read_text(encoding="utf-8"))
    for target in re.findall(r"\]\(([^)\s]+)\)", text):
        if re.match(r"https?:", target):
            continue
        path, _, anchor = target.partition("#")
        file = (page.parent / path).resolve() if path else page
        assert file.exists(), f"{target} is not there"
        assert not anchor or anchor in anchors(file), f"no heading #{anchor} in {file.name}"


def test_the_first_page_lists_every_page():
    text = (ROOT / "docs/README.md").read_text(encoding="utf-8")
    for page in (ROOT / "docs").glob("*.md"):
        assert page.name == "README.md" or f"]({page.name})" in text, page.name


def test_pictures_are_small_and_used():
    text = "".join(page.read_text(encoding="utf-8") for page in PAGES)
    for picture in (ROOT / "docs/images").glob("*.png"):
        assert picture.stat().st_size < 400_000, picture.name
        assert f"images/{picture.name}" in text, f"{picture.name} is not shown anywhere"


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.name)
def test_no_path_of_a_machine(page):
    assert not re.search(r"(?<![\w./:])/(?:work|home|root|tmp)\b", page.read_text(encoding="utf-8"))


# ---- the schema's tables

def without_article(what):
    return re.sub(r"^(an?|the) ", "", what)


def schema(command):
    """section -> key -> whether it is required, as `lode schema` prints them."""
    sections = {}
    for style in ([], ["--style"]):
        text = subprocess.run([command, "schema", *style], capture_output=True, check=True).stdout
        for one in json.loads(text)["$defs"].values():
            sections.setdefault(one["title"], {}).update(
                {key: key in one["required"] for key in one["properties"]})
    return sections


SECTIONS = schema(lode_path())


def key_tables():
    """What the pages of REFERENCE say of each section: key -> the row of the table."""
    ret = {}
    text = "".join(page.read_text(encoding="utf-8") for page in REFERENCE)
    for what, table in re.findall(r"<!-- keys: (.*?) -->\n((?:\|.*\n)+)", text):
        for row in table.splitlines()[2:]:
            for key in re.findall(r"`([^`]+)`", row.split("|")[1]):
                ret.setdefault(without_article(what), {})[key] = row
    return ret


def test_the_schema_could_be_read():
    assert len(SECTIONS) > 30
    assert {"by", "scale", "palette", "missing"} <= set(SECTIONS["scale"])
    assert SECTIONS["data source"]["file"] and not SECTIONS["data source"]["layer"]


@pytest.mark.parametrize("what", sorted(SECTIONS))
def test_the_reference_has_every_key_of_the_schema_and_no_other(what):
    told = key_tables().get(what)
    assert told is not None, f"no table marked <!-- keys: {what} -->"
    keys = set(SECTIONS[what])
    assert set(told) == keys
    for key in keys:
        assert ("; required" in told[key]) == SECTIONS[what][key], f"'{key}' of {what}"


def step_words(sections):
    return {m.group(1) for m in map(re.compile(r"step '([a-z-]+)'").fullmatch, sections) if m}


def steps_told():
    """The steps of which docs/steps.md says what comes out."""
    text = (ROOT / "docs/steps.md").read_text(encoding="utf-8")
    table = re.search(r"^\| step \| features \|.*\n((?:\|.*\n)+)", text, re.M).group(1)
    return set(re.findall(r"^\| `([a-z-]+)` \|", table, re.M))


def test_the_page_on_steps_says_what_comes_out_of_each():
    assert len(step_words(SECTIONS)) >= 19
    assert steps_told() == step_words(SECTIONS)


def words_of(schema):
    """Every word that some value of the JSON Schema may be."""
    if isinstance(schema, list):
        return set().union(*map(words_of, schema))
    if not isinstance(schema, dict):
        return set()
    own = schema.get("enum", [])
    return words_of(list(schema.values())) | set(own if isinstance(own, list) else [])


def words_missing_in_the_reference(words):
    text = "".join(page.read_text(encoding="utf-8") for page in [*REFERENCE, ROOT / "docs/scales.md"])
    told = " ".join(re.findall(r"`([^`\n]+)`", without_blocks(text)))
    return sorted(w for w in words if not re.search(rf"(?<![\w-]){re.escape(w)}(?![\w-])", told))


def test_the_reference_has_every_word_of_the_schema(lode):
    words = words_of(json.loads(lode("schema").stdout))
    assert len(words) > 60 and "comm" not in words and "geodesic" in words
    assert not words_missing_in_the_reference(words)


def test_the_scales_page_has_the_shapes_in_the_order_in_which_they_are_taken():
    table = (ROOT / "src/geom/marker.c").read_text(encoding="utf-8")
    turns = {int(turn): name for name, turn in
             re.findall(r'^    \{"([a-z-]+)", "\w+", \w+, [\d.]+, (\d+),', table, re.M) if turn != "0"}
    assert len(turns) >= 10
    text = " ".join((ROOT / "docs/scales.md").read_text(encoding="utf-8").split())
    assert f"shapes from the list {', '.join(turns[i] for i in sorted(turns))}, or from" in text


def scales_table():
    """name -> the keys of its own, of docs/scales.md."""
    text = (ROOT / "docs/scales.md").read_text(encoding="utf-8")
    table = re.search(r"^\| scale \|.*\n\|[-|]+\n((?:\|.*\n)+)", text, re.M).group(1)
    cells = [[re.findall(r"`([a-z-]+)`", cell) for cell in row.split("|")[1:4]] for row in table.splitlines()]
    return {name[0]: set(keys) for name, _, keys in cells}


def test_the_scales_page_has_the_scales_in_the_order_of_the_schema(lode):
    schema = json.loads(lode("schema").stdout)
    assert list(scales_table()) == schema["$defs"]["scale"]["properties"]["scale"]["anyOf"][0]["enum"]


VALUES = {"map": "{a: red}", "other": "red", "top": "3", "order": "count", "classes": "4", "breaks": "[1, 2]",
          "domain": "[1, 2]"}  # `midpoint` has a sentence of its own


@pytest.mark.parametrize("scale", scales_table())
def test_the_scales_page_has_the_keys_that_the_check_accepts(scale, lode, tmp_path):
    own = scales_table()[scale]
    assert own <= set(VALUES)
    map_file = tmp_path / "map.yaml"
    keys = ", ".join(f"{key}: {value}" for key, value in VALUES.items())
    map_file.write_text(f"lode: 1\ndata: {{a: a.shp}}\nlayers: [{{fill: a, color: {{by: b, scale: {scale}, {keys}}}}}]\n")
    stderr = lode("check", "--no-data", map_file, status=2).stderr.decode()
    refused = set(re.findall(r"error: '(\w+)' has no meaning with the scale", stderr))
    assert refused == set(VALUES) - own


# ---- commands

COMMANDS = ["render", "check", "quick", "info", "query", "export", "show"]


@pytest.mark.parametrize("command", COMMANDS)
def test_the_commands_page_has_every_option(command, lode):
    text = (ROOT / "docs/commands.md").read_text(encoding="utf-8")
    common = text[text.index("## Options of all commands"):]
    part = text[text.index(f"## lode {command}"):].split("\n## ", 1)[0]
    help_text = lode(command, "--help").stdout.decode()
    for option in re.findall(r"^  (?:-\w, |    )(--[a-z-]+)", help_text, re.M):
        assert f"{option}" in part or f"`{option}`" in common, option


def test_the_functions_page_has_every_function():
    text = (ROOT / "docs/expressions.md").read_text(encoding="utf-8")
    source = (ROOT / "src/expr/functions.c").read_text(encoding="utf-8")
    table = re.search(r"struct function functions\[\] = \{(.*?)^\};", source, re.M | re.S).group(1)
    names = re.findall(r'\{"([a-z0-9_]+)", "', table)
    assert len(names) > 30
    for name in names:
        assert re.search(rf"\b{name}\b", text, re.I), name


# ---- messages

def test_the_diagnostics_page_has_every_rule():
    text = (ROOT / "docs/diagnostics.md").read_text(encoding="utf-8")
    for file in (ROOT / "src").rglob("*.c"):
        source = file.read_text(encoding="utf-8")
        calls = re.findall(r"\b(?:log_warn|log_note|reading_warn|step_note_left_out)\([^;]*;", source)
        heads = [re.split(r'"[^"]*[ %]', call)[0] for call in calls]  # up to the message
        found = [rule for head in heads for rule in re.findall(r'[,?:]\s*"([a-z-]{3,})"(?=[,:]|\s:)', head)]
        found += re.findall(r'\.rule = "([a-z-]+)"', source)
        found += re.findall(r't->first_\w+, "([a-z-]+)"', source)
        for rule in found:
            assert f"`{rule}`" in text, f"{rule} ({file.name})"
