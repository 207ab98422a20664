"""The pipeline is the tree: a folder of src/ includes only the folders in its row. The same table stands
in docs/design.md; the second test compares the two."""
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

MAY_INCLUDE = {
    "base": "",
    "geom": "base",
    "doc": "base geom",
    "expr": "base geom",
    "load": "base geom doc expr",
    "project": "base geom doc expr load",
    "overlay": "base geom doc expr load project",
    "text": "base geom",
    "style": "base geom doc expr load text",
    "lint": "base geom doc expr load style text",
    "label": "base geom doc expr load style text",
    "page": "base geom doc expr load project style text label",
    "draw": "base geom style text page",
    "write": "base geom text page draw",
    "batch": "base write",
    "run": "base geom doc expr load project overlay style text label page write atlas",
    "atlas": "base geom doc expr load project overlay style text label page draw write run",
    "api": "base doc expr geom load project overlay style text lint page draw write batch run atlas",
    "cli": "base",
}

# A foreign library is at home in one folder (Cairo in two).
AT_HOME = {
    r"libfyaml\.h": {"doc"},
    r"(gdal|ogr_|cpl_)\w*\.h": {"load"},
    r"(proj|geodesic)\.h": {"project"},
    r"geos_c\.h": {"overlay"},
    r"pango/": {"text", "draw"},
    r"hb(-\w+)?\.h": {"draw"},
    r"cairo": {"draw", "write"},
    r"libdeflate\.h": {"write"},
    r"qpdf/": {"write"},
    r"json-c/": {"batch"},
}


def includes():
    for path in sorted(ROOT.glob("src/*/*.[ch]")):
        for name in re.findall(r'^#include ["<]([^">]+)[">]', path.read_text(), re.M):
            yield path, name


def test_a_folder_includes_only_its_row():
    wrong = []
    for path, name in includes():
        folder, target = path.parent.name, name.split("/")[0]
        if "/" in name and (ROOT / "src" / target).is_dir():
            if target != folder and target not in MAY_INCLUDE[folder].split():
                wrong.append(f"{path.relative_to(ROOT)} includes {name}")
    assert not wrong, "\n".join(wrong)


def test_foreign_libraries_stay_at_home():
    wrong = []
    for path, name in includes():
        for pattern, homes in AT_HOME.items():
            if re.match(pattern, name) and path.parent.name not in homes:
                wrong.append(f"{path.relative_to(ROOT)} includes {name}")
    assert not wrong, "\n".join(wrong)


def test_the_design_shows_the_same_table():
    rows = dict(re.findall(r"^\| `(\w+)/` \|[^|]*\|[^|]*\| ([\w ]*?) *\|", (ROOT / "docs/design.md").read_text(), re.M))
    assert {k: set(v.split()) for k, v in rows.items() if k in MAY_INCLUDE} == {
        k: set(v.split()) for k, v in MAY_INCLUDE.items()}


def test_the_command_is_a_client_of_the_public_header():
    for path in ROOT.glob("src/cli/*.[ch]"):
        for name in re.findall(r'^#include "([^"]+)"', path.read_text(), re.M):
            assert name == "lode.h" or name.startswith(("base/", "cli/")), f"{path.name} includes {name}"
