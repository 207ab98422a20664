"""`lode palettes`: the list, on a terminal and not, and the sheet."""
import os
import pty
import re
import subprocess

import pytest
from PIL import Image

from conftest import ENV, ROOT

ROW = re.compile(r"^(\S+) +(sequential|diverging|qualitative|bivariate) +(\d+|any)  (safe(?: up to \d+)?|not safe) +(\S.*?)  +((?:#[0-9a-f]{6} ?)+)$")


def rows(lode, *args):
    lines = lode("palettes", *args).stdout.decode().splitlines()
    found = [ROW.match(line) for line in lines]
    assert all(found), lines
    return [m.groups() for m in found]


def test_the_list_has_every_palette_of_the_docs(lode):
    text = (ROOT / "docs/palettes.md").read_text(encoding="utf-8").split("## Your own")[0]
    documented = {name for line in text.splitlines() if line.startswith("**") or "safe for" in line or "`okabe-ito`, q" in line
                  for name in re.findall(r"`([\w-]+)`", line)}
    listed = {row[0] for row in rows(lode)}
    assert documented <= listed and len(listed) > 50


def test_facts(lode):
    by_name = {row[0]: row for row in rows(lode)}
    assert by_name["Blues"][1:5] == ("sequential", "9", "safe", "ColorBrewer, Apache-2.0")
    assert by_name["Set2"][1:4] == ("qualitative", "8", "safe up to 3")
    assert by_name["RdYlGn"][1:4] == ("diverging", "11", "not safe")
    assert by_name["viridis"][2] == "any" and len(by_name["viridis"][5].split()) == 9
    assert by_name["okabe-ito"][5].split()[0] == "#e69f00"


def test_choosing(lode):
    assert {row[1] for row in rows(lode, "--kind", "diverging")} == {"diverging"}
    assert all(row[3].startswith("safe") for row in rows(lode, "--safe"))
    assert [row[0] for row in rows(lode, "viridis", "blues")] == ["viridis", "Blues"]
    assert len(rows(lode, "--kind", "qualitative", "--safe")) < len(rows(lode, "--kind", "qualitative"))


@pytest.mark.parametrize("args, message", [
    (["blus"], "did you mean 'Blues'?"),
    (["Set1", "--safe"], "no palette fits all options"),
    (["-o", "sheet.gif"], "use .png, .pdf or .svg"),
    (["--kind", "rainbow"], "not a value for '--kind'"),
])
def test_faults(lode, tmp_path, args, message):
    run = lode("palettes", *args, cwd=tmp_path, status=2)
    assert message in run.stderr.decode() and not run.stdout
    assert not list(tmp_path.iterdir())


def test_blocks_on_a_terminal(lode):
    parent, child = pty.openpty()
    env = {k: v for k, v in ENV.items() if k != "NO_COLOR"} | {"TERM": "xterm"}
    run = subprocess.Popen([lode.path, "palettes", "okabe-ito"], stdout=child, env=env)
    os.close(child)
    run.wait()
    text = os.read(parent, 10000).decode()
    os.close(parent)
    assert "\033[48;2;230;159;0m" in text and "\033[0m" in text and "#e69f00" not in text


@pytest.mark.parametrize("ending", ["png", "pdf", "svg"])
def test_sheets(lode, tmp_path, ending):
    for name in ("a", "b"):
        lode("palettes", "okabe-ito", "Set1", "Blues", "-o", f"{name}.{ending}", cwd=tmp_path)
    a, b = (tmp_path / f"{name}.{ending}" for name in "ab")
    assert a.read_bytes() == b.read_bytes()
    if ending == "svg":
        text = a.read_text(encoding="utf-8")
        assert "okabe-ito" in text and "#e69f00" in text.lower()


def test_the_sheet_shows_the_colours_as_they_are(lode, tmp_path):
    lode("palettes", "okabe-ito", "-o", "sheet.png", cwd=tmp_path)
    image = Image.open(tmp_path / "sheet.png").convert("RGB")
    seen = {color for n, color in image.getcolors(1 << 20) if n > 200}
    for color in rows(lode, "okabe-ito")[0][5].split():
        assert tuple(bytes.fromhex(color[1:])) in seen
