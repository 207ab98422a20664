"""Names of an atlas: keys, titles and files of its pages, whatever stands in the data."""
import html
import json
import re
import subprocess

import pytest

AREAS = [("a", "Area A", "North"), ("b", "Area B", "South"), ("c", "Area C", "North")]


@pytest.fixture
def atlas(tmp_path):
    """Writes a document over squares with the columns code, name and part; gives its path."""
    def write(section, rows=AREAS, head=""):
        squares = [[[x, 34], [x + 1, 34], [x + 1, 35], [x, 35], [x, 34]] for x in range(66, 66 + len(rows))]
        (tmp_path / "areas.geojson").write_text(json.dumps({"type": "FeatureCollection", "features": [
            {"type": "Feature", "properties": dict(zip(("code", "name", "part"), row)),
             "geometry": {"type": "Polygon", "coordinates": [ring]}} for row, ring in zip(rows, squares)]}))
        path = tmp_path / "map.yaml"
        path.write_text("lode: 1\n" + head + "data: {areas: areas.geojson}\nlayers: [{fill: areas, color: '#eee'}]\n"
                        "page: {size: A6 landscape}\ndpi: 40\natlas:\n  over: areas\n" + section)
        return path
    return write


def files(folder):
    return sorted(str(p.relative_to(folder)) for p in folder.rglob("*") if p.is_file() and p.suffix in (".png", ".pdf", ".svg"))


def bookmarks(pdf):
    subprocess.run(["pdftohtml", "-xml", "-i", "-q", pdf, pdf.with_suffix("")], check=True)
    outline = pdf.with_suffix(".xml").read_text().partition("<outline>")[2]
    return [html.unescape(t) for t in re.findall("<item [^>]*>(.*?)</item>", outline)]


def test_titles_in_front_have_words(atlas, lode, tmp_path):
    path = atlas("""  key: code
  group: part
  index: {title: 'Sheets of {page.group}'}
  contents: {title: '{page.group}: {page.count}{page.number}{page.name}'}
  output: 'out/{page.key}.svg'
  book: 'out/{page.group}.pdf'
""")
    lode("batch", path, "-j1", "-q")
    assert bookmarks(tmp_path / "out/North.pdf")[:2] == ["North: 2", "Sheets of North"]
    assert bookmarks(tmp_path / "out/South.pdf")[0] == "South: 1"
    assert "Sheets of North" in (tmp_path / "out/contents-North.svg").read_text()


def test_unknown_words_in_titles_of_pages_in_front(atlas, lode):
    path = atlas("  key: code\n  index: {title: '{page.nam}'}\n  contents: {title: '{page.cuont}'}\n  output: 'o/{page.key}.svg'\n")
    told = lode("check", path, status=2).stderr.decode()
    assert "'page.nam'" in told and "'page.cuont'" in told


def test_pages_in_front_lie_in_the_folder_of_their_group(atlas, lode, tmp_path):
    path = atlas("""  key: code
  group: part
  index: true
  output: ['w/{page.group}/{page.key}.png', 'v/{page.group}/{page.number} {page.name} {page.key}.png']
""")
    lode("batch", path, "-j1", "-q")
    assert files(tmp_path) == [
        "v/North/1 Area A a.png", "v/North/2 Area C c.png", "v/North/_index-North index-North.png",
        "v/South/1 Area B b.png", "v/South/_index-South index-South.png",
        "w/North/a.png", "w/North/c.png", "w/North/index-North.png", "w/South/b.png", "w/South/index-South.png"]


@pytest.mark.parametrize("words", [[""], [","], ["a", ""], [" , "]])
def test_only_without_a_key_draws_nothing(words, atlas, lode, tmp_path):
    path = atlas("  key: code\n  output: 'out/{page.key}.png'\n")
    run = lode("batch", path, *[x for w in words for x in ("--only", w)], status=2)
    assert b"--only without a key" in run.stderr and files(tmp_path) == []


def test_an_atlas_without_files_is_a_mistake(atlas, lode, tmp_path):
    path = atlas("  key: code\n")
    for command in ("check", "batch"):
        told = lode(command, path, status=2).stderr.decode()
        assert "map.yaml:7:" in told and "the atlas makes no file" in told and "{page.key}" in told
    assert not list(tmp_path.glob("*.batch"))
    lode("render", path, "--page", "a", "-o", tmp_path / "one.png")


@pytest.mark.parametrize("name", ["o/{page.key}/../../../../tmp/x.png", "o/{concat(page.key, '/../../x')}.png"])
def test_no_name_leads_out(name, atlas, lode):
    path = atlas(f"  key: code\n  output: \"{name}\"\n")
    for command in ("check", "batch"):
        told = lode(command, path, status=2).stderr.decode()
        assert "map.yaml:9:" in told and "leads out of its folder" in told


def test_folders_beside_the_document(atlas, lode, tmp_path):
    (tmp_path / "deep").mkdir()
    path = atlas("  key: code\n  output: '../out/{page.key}.png'\n").rename(tmp_path / "deep/map.yaml")
    (tmp_path / "areas.geojson").rename(tmp_path / "deep/areas.geojson")
    lode("batch", path, "-j1", "-q")
    assert files(tmp_path) == ["out/a.png", "out/b.png", "out/c.png"]


@pytest.mark.parametrize("key", ["index", "INDEX", "contents"])
def test_a_key_that_a_page_in_front_has(key, atlas, lode):
    path = atlas("  key: code\n  index: true\n  contents: true\n  output: 'o/{page.key}.png'\n", AREAS + [(key, "X", "North")])
    told = lode("check", path, status=1).stderr.decode()
    assert "map.yaml:8:8: error: feature 3" in told and "front page" in told and "concat" in told


def test_both_keys_that_are_one_file_are_told(atlas, lode):
    path = atlas("  key: code\n  output: 'o/{page.key}.png'\n", [("a/b", "", ""), ("a:b", "", "")])
    assert "'a/b' and 'a:b'" in lode("check", path, status=1).stderr.decode()


# ---- texts of pages

def texts(svg):
    return {re.sub(r"<[^>]+>", "", t) for t in re.findall(r"<text.*?</text>", svg.read_text(), re.S)}


def test_numbers_in_the_digits_of_the_language(atlas, lode, tmp_path):
    path = atlas("""  key: code
  title: '{page.name} {page.number}'
  neighbours: {text: 'to {page.number}'}
  index: true
  contents: {text: '{page.count}/{page.number}'}
  output: 'out/{page.key}{page.number}.svg'
""", [(f"k{i:02}", f"N{i}", "") for i in range(1, 13)], "language: fa\n")
    lode("batch", path, "-j1", "-q")
    assert "out/k12" + "12.svg" in files(tmp_path)
    contents, index, page = (texts(tmp_path / f"out/{n}.svg") for n in ("contents", "index", "k1212"))
    assert {"۱۲/۱۱", "۱۱", "ii"} <= contents and "11" not in contents
    assert "۱۱" in index and "11" not in index
    assert {"N12 ۱۲", "to ۱۱"} <= page


def test_pages_in_the_order_of_names(atlas, lode):
    names = ["Österreich", "Albania", "Zambia", "eSwatini", "Åland", "Oman", "Ethiopia", "Đakovo", "Dubai"]
    path = atlas("  key: name\n  order: name\n  output: 'o/{page.key}.svg'\n", [(str(i), n, "") for i, n in enumerate(names)])
    listed = lode("batch", path, "--list").stdout.decode().split()
    assert listed == ["Åland", "Albania", "Đakovo", "Dubai", "eSwatini", "Ethiopia", "Oman", "Österreich", "Zambia"]


def test_a_key_with_a_line_break(atlas, lode, tmp_path):
    path = atlas("  key: code\n  contents: true\n  output: 'out/{page.key}.svg'\n",
                 [("x\ny", "", ""), ("z\u202ey", "", ""), ("b,c", "", "")])
    listed = lode("batch", path, "--list").stdout.decode().splitlines()
    assert listed == ["contents", "x?y", "z\u202ey", "b,c"]
    assert len(lode("batch", path, "--dry-run").stdout.splitlines()) == 4
    assert b"1 page" in lode("batch", path, "--only", "b,c").stderr
    assert b"2 pages" in lode("batch", path, "--only", "b?c,contents").stderr
    lode("batch", path, "--only", listed[1], "-q")
    assert files(tmp_path) == ["out/b,c.svg", "out/contents.svg", "out/x_y.svg"]
    assert {"Contents", "x y", "b,c"} <= texts(tmp_path / "out/contents.svg")
