"""The pipeline is the tree: a folder of src/ includes only the folders in its row, and is linked with no others. The same
table stands in docs/design.md; a test compares the two."""
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from conftest import lode_path

ROOT = Path(__file__).resolve().parent.parent

MAY_INCLUDE = {
    "base": "",
    "geom": "base",
    "scale": "base",
    "doc": "base geom scale",
    "expr": "base geom",
    "load": "base geom doc expr",
    "project": "base geom doc expr load",
    "overlay": "base geom doc expr load project",
    "text": "base geom",
    "style": "base geom scale doc expr load text",
    "lint": "base geom scale doc expr load style text",
    "label": "base geom doc expr load style text",
    "page": "base geom doc expr load project style text label",
    "draw": "base geom style text page",
    "write": "base geom text page draw",
    "batch": "base write",
    "run": "base geom doc expr load project overlay style text label page write",
    "atlas": "base geom doc expr load project overlay style text label page draw write run",
    "api": "base doc expr geom load project overlay style text lint page draw write batch run atlas",
    "cli": "base",
}

# Rooms for what comes. A folder of that name has this row; until then docs/design.md lists it apart.
ROOMS_KEPT = {
    "raster": "base geom doc expr load project",
    "route": "base geom doc expr load project overlay",
    "import": "base doc style",
    "serve": "base batch run atlas api",
}

# A foreign library is at home in one folder (Cairo and json-c in two).
AT_HOME = {
    r"libfyaml\.h": {"doc"},
    r"(gdal|ogr_|cpl_)\w*\.h": {"load", "raster"},
    r"(proj|geodesic)\.h": {"project"},
    r"geos_c\.h": {"overlay"},
    r"pango/": {"text", "draw"},
    r"hb(-\w+)?\.h": {"draw"},
    r"cairo": {"draw", "write"},
    r"libdeflate\.h": {"write", "style"},
    r"libxml/": {"style"},
    r"qpdf/": {"write"},
    r"json-c/": {"base", "batch"},
}


SRC = ROOT / "src"


def folder_of(path):
    return path.relative_to(SRC).parts[0]


def includes():
    for path in sorted(SRC.rglob("*.[ch]")):
        for name in re.findall(r'^\s*#\s*include\s*["<]([^">]+)[">]', path.read_text(), re.M):
            yield path, name


def test_headers_are_named_with_their_folder():
    wrong = [f"{path.relative_to(ROOT)}: {name}" for path in sorted(SRC.rglob("*.[ch]"))
             for name in re.findall(r'^#include "([^"/]+\.h)"', path.read_text(), re.M) if name != "lode.h"]
    assert not wrong, "\n".join(wrong)


def test_every_file_is_in_a_room():
    at_top = {p.name for p in SRC.iterdir() if p.is_file()}
    assert at_top == {"lode.h", "meson.build"}
    rooms = {p.name for p in SRC.iterdir() if p.is_dir()}
    assert set(MAY_INCLUDE) <= rooms <= set(MAY_INCLUDE) | set(ROOMS_KEPT)
    deeper = [str(p.relative_to(SRC)) for p in SRC.rglob("*") if len(p.relative_to(SRC).parts) > 2]
    assert not deeper, "folders of src/ have no folders: " + " ".join(deeper)


def test_no_folders_in_a_circle():
    """What the files include is checked, not what the table allows."""
    uses = {folder: set() for folder in MAY_INCLUDE | ROOMS_KEPT}
    for path, name in includes():
        if "/" in name and (SRC / name).is_file() and path.parent != SRC:
            uses[folder_of(path)].add(name.split("/")[0])
    left = {folder: targets - {folder} for folder, targets in uses.items()}
    while left:
        free = [f for f, targets in left.items() if not targets & set(left)]
        assert free, "a circle among " + " ".join(sorted(left))
        for f in free:
            del left[f]


def test_a_folder_includes_only_its_row():
    wrong = []
    for path, name in includes():
        if path.parent == SRC:
            continue  # lode.h
        folder, target = folder_of(path), name.split("/")[0]
        if "/" in name and (SRC / target).is_dir():
            if target != folder and target not in (MAY_INCLUDE | ROOMS_KEPT)[folder].split():
                wrong.append(f"{path.relative_to(ROOT)} includes {name}")
    assert not wrong, "\n".join(wrong)


def hidden_uses(symbols):
    """Folders that the linker joins though none includes the other, from the lines of nm -A: a function that one folder
    declares and another defines needs no #include, and turns the tree round all the same."""
    home, needs = {}, set()
    for folder, kind, name in re.findall(r"^\S*:([a-z]+)_\S+\.o:[0-9a-f]* *(\S) (\S+)$", symbols, re.M):
        if kind in "Uw":
            needs.add((folder, name))
        elif kind.isupper():
            home[name] = folder
    return [f"{folder}/ needs {name} of {home[name]}/" for folder, name in sorted(needs)
            if home.get(name, folder) not in {folder, *(MAY_INCLUDE | ROOMS_KEPT)[folder].split()}]


def test_a_folder_is_linked_with_its_row_only():
    library = lode_path().resolve().parents[1] / "liblode.a"
    if not shutil.which("nm"):
        pytest.skip("nm is not installed")
    if not library.exists():
        pytest.skip(f"{library} is not built")
    symbols = subprocess.run(["nm", "-A", library], capture_output=True, text=True, check=True).stdout
    assert symbols.count(":doc_schema.c.o:") > 10, "the objects are not named as this test knows them"
    assert not hidden_uses(symbols)


def test_hidden_uses_are_found():
    symbols = ("liblode.a:doc_schema.c.o:                 U page_item_key\n"
               "liblode.a:doc_schema.c.o:                 U memcpy\n"
               "liblode.a:page_items.c.o:                 U doc_read\n"
               "liblode.a:doc_map_doc.c.o:0000000000000090 T doc_read\n"
               "liblode.a:page_items.c.o:0000000000000120 T page_item_key\n")
    assert hidden_uses(symbols) == ["doc/ needs page_item_key of page/"]


def test_foreign_libraries_stay_at_home():
    wrong = []
    for path, name in includes():
        for pattern, homes in AT_HOME.items():
            if re.match(pattern, name) and path.parent.name not in homes:
                wrong.append(f"{path.relative_to(ROOT)} includes {name}")
    assert not wrong, "\n".join(wrong)


def test_the_design_shows_the_same_table():
    rows = dict(re.findall(r"^\| `(\w+)/` \|[^|]*\|[^|]*\| ([\w ]*?) *\|", (ROOT / "docs/design.md").read_text(), re.M))
    assert {k: set(v.split()) for k, v in rows.items()} == {
        k: set(v.split()) for k, v in (MAY_INCLUDE | ROOMS_KEPT).items()}


def test_the_command_is_a_client_of_the_public_header():
    for path in ROOT.glob("src/cli/*.[ch]"):
        for name in re.findall(r'^#include "([^"]+)"', path.read_text(), re.M):
            assert name == "lode.h" or name.startswith(("base/", "cli/")), f"{path.name} includes {name}"
