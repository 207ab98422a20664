"""Tables on the page, read back with poppler and compared with the CSV files of the same run."""
import csv
import json
import re
import subprocess
from xml.etree import ElementTree

import numpy as np
import pytest
from PIL import Image

HEAD = """
lode: 1
language: LANGUAGE
data:
  provinces: {file: '{layers}/provinces.shp', where: adm0_a3 = 'AFG'}
  deposits: {file: '{layers}/deposits.shp', where: adm0_a3 = 'AFG'}
  railways: {file: '{layers}/railways_osm.shp', edges: geodesic}
steps:
  - reached: {near: deposits, to: railways}
  - counted: {count: reached, in: provinces, mean: near_m}
layers:
  - fill: counted
    legend: none
tables:
  counted.csv: {of: counted, columns: [name, count, mean_near_m], order: [-count, name]}
page:
  size: A4 landscape
  scale-bar: none
"""
TABLE = """
  table:
    of: counted
    columns: [{column: name, label: Province}, {column: count, label: Sites}, {column: mean_near_m, label: Metres, decimals: 2}]
    order: [-count, name]
    total: [count]
"""


def document(table, language="en"):
    return HEAD.replace("LANGUAGE", language) + table


def words(pdf):
    """(x0, y0, x1, y1, text) of each word, in points from the top left."""
    page = subprocess.run(["pdftotext", "-bbox", pdf, "-"], capture_output=True, check=True).stdout
    return [(*(float(w.get(k)) for k in ("xMin", "yMin", "xMax", "yMax")), w.text)
            for w in ElementTree.fromstring(page).iter("{http://www.w3.org/1999/xhtml}word")]


def lines(pdf):
    """The words of each line of text, left to right."""
    rows = {}
    for x0, y0, x1, y1, text in words(pdf):
        key = next((k for k in rows if abs(k - y1) < 1), y1)
        rows.setdefault(key, []).append((x0, x1, text))
    return [sorted(row) for _, row in sorted(rows.items())]


def texts(pdf):
    return [" ".join(w[2] for w in row) for row in lines(pdf)]


def rows_of(path):
    with open(path, encoding="utf-8", newline="") as f:
        return list(csv.reader(f))[1:]


def latin(text):
    return text.translate({0x6f0 + i: str(i) for i in range(10)} | {0x66b: ".", 0x66c: None})


def test_the_page_says_what_the_csv_of_the_run_says(lode, write_map, tmp_path):
    lode("render", write_map(document(TABLE)), "-o", tmp_path / "map.pdf")
    table = rows_of(tmp_path / "counted.csv")
    shown = texts(tmp_path / "map.pdf")
    start = shown.index("Province Sites Metres") + 1
    expected = [f"{name} {count} " + (f"{float(mean):,.2f}" if mean else "–") for name, count, mean in table]
    assert len(expected) == 34 and shown[start:start + 34] == expected
    assert shown[start + 34] == f"Total {sum(int(count) for _, count, _ in table)}"


def test_numbers_stand_at_their_decimal_sign_and_nothing_leaves_the_page(lode, write_map, tmp_path):
    lode("render", write_map(document(TABLE)), "-o", tmp_path / "map.pdf")
    ends = [row[-1][1] for row in lines(tmp_path / "map.pdf") if re.fullmatch(r"[\d,]+\.\d\d", row[-1][2])]
    assert len(ends) > 10 and max(ends) - min(ends) < 0.1
    margin, width = 8 * 72 / 25.4, 297 * 72 / 25.4
    assert all(margin - 0.1 < x0 and x1 < width - margin + 0.1 for x0, _, x1, _, _ in words(tmp_path / "map.pdf"))


def test_numbers_of_texts_too(lode, write_map, tmp_path):
    table = TABLE.replace("column: mean_near_m, label: Metres, decimals: 2",
                          "label: Distance, format: '{round(mean_near_m / 1000, count % 3)} km'")
    lode("render", write_map(document(table)), "-o", tmp_path / "map.pdf")
    found = {text for text in texts(tmp_path / "map.pdf") if text.endswith(" km")}
    assert len(found) > 10
    assert all(re.search(r" \d+\.\d\d km$", text) for text in found), "the same decimals in all rows"


def test_svg_and_png_show_it_too(lode, write_map, tmp_path):
    lode("render", write_map(document(TABLE)), "-o", tmp_path / "map.svg")
    svg = ElementTree.parse(tmp_path / "map.svg")
    label = "{http://www.inkscape.org/namespaces/inkscape}label"
    inside = next(g for g in svg.iter() if g.get(label) == "table")
    said = ["".join(t.itertext()).strip() for t in inside.iter("{http://www.w3.org/2000/svg}text")]
    names = [row[0] for row in rows_of(tmp_path / "counted.csv")]
    assert said[:3] == ["Province", "Sites", "Metres"]
    assert [t for t in said if t in names] == names
    lode("render", tmp_path / "map.yaml", "-o", tmp_path / "map.png", "--dpi", 72)
    table = Image.open(tmp_path / "map.png").convert("L").crop((600, 0, 842, 595))
    lode("render", tmp_path / "map.yaml", "-o", tmp_path / "map.pdf")
    subprocess.run(["pdftoppm", "-r", "72", "-gray", "-singlefile", tmp_path / "map.pdf", tmp_path / "pdf"], check=True)
    other = Image.open(tmp_path / "pdf.pgm").crop((600, 0, 842, 595))
    ours, theirs = (np.asarray(i).astype(float) for i in (table, other))
    assert ours.min() < 100 and abs(ours - theirs).mean() < 4


def test_rows_that_are_not_shown_are_counted(lode, write_map, tmp_path):
    run = lode("render", write_map(document(TABLE + "    rows: 12\n")), "-o", tmp_path / "map.pdf")
    assert b"table" not in run.stderr, "twelve were asked for and there are twelve"
    shown = texts(tmp_path / "map.pdf")
    assert "and 22 more" in shown
    total = sum(int(row[1]) for row in rows_of(tmp_path / "counted.csv"))
    assert f"Total {total}" in shown, "of all rows, not of the twelve"


def test_rows_without_room_are_told(lode, write_map, tmp_path):
    text = document(TABLE).replace("A4 landscape", "[200 mm, 90 mm]")
    run = lode("render", write_map(text), "-o", tmp_path / "map.pdf")
    told = re.search(rb"map.yaml:\d+:\d+: warning: the table has room for (\d+) of 34 rows", run.stderr)
    shown = texts(tmp_path / "map.pdf")
    assert f"and {34 - int(told.group(1))} more" in shown
    names = {row[0] for row in rows_of(tmp_path / "counted.csv")}
    assert sum(any(text.startswith(name + " ") for name in names) for text in shown) == int(told.group(1))


def test_a_table_that_is_too_wide_is_an_error(lode, write_map, tmp_path):
    columns = ", ".join(["mean_near_m"] * 14)
    table = f"\n  table: {{of: counted, columns: [{columns}]}}\n"
    run = lode("render", write_map(document(table)), "-o", tmp_path / "map.pdf", status=2)
    assert re.search(rb"map.yaml:\d+:\d+: error: the table is \d+ mm wide, and there is room for \d+ mm", run.stderr)
    assert not (tmp_path / "map.pdf").exists()


@pytest.mark.parametrize("place", ["top", "bottom", "left", "right", "top left", "bottom right"])
def test_every_place(lode, write_map, tmp_path, place):
    lode("render", write_map(document(TABLE + f"    rows: 5\n    at: {place}\n")), "-o", tmp_path / "map.pdf")
    x, y = next((x0, y0) for x0, y0, _, _, text in words(tmp_path / "map.pdf") if text == "Province")
    assert ("right" in place) == (x > 500) and ("bottom" in place) == (y > 350)


def test_a_page_from_right_to_left_is_mirrored(lode, write_map, tmp_path):
    table = TABLE.replace("column: name, label: Province", "column: name_fa, label: ولایت") + "    rows: 12\n"
    lode("render", write_map(document(table, "fa")), "-o", tmp_path / "map.pdf")
    found = words(tmp_path / "map.pdf")
    counts = [row[1] for row in rows_of(tmp_path / "counted.csv")]
    heads = {text: (x0, x1) for x0, _, x1, _, text in found if text in ("Sites", "Metres")}
    column = [(y0, latin(text)) for x0, y0, x1, _, text in found
              if abs(x1 - heads["Sites"][1]) < 0.2 and text != "Sites"]
    assert [text for _, text in sorted(column)] == counts[:12] + [str(sum(map(int, counts)))]
    names = [x0 for x0, *_, text in found if re.match("[\u0621-\u064a]", text)]
    assert len(names) > 12 and min(names) > heads["Sites"][1], "names stand at the right, where reading begins"
    assert heads["Metres"][1] < heads["Sites"][0]
    assert any(latin(text) == "22" for *_, text in found), "and 22 more, in the digits of the language"


def test_long_texts_wrap_and_end_in_an_ellipsis(lode, write_map, tmp_path):
    features = [{"type": "Feature", "geometry": {"type": "Point", "coordinates": [60 + i, 35]},
                 "properties": {"name": f"{i} " + "a very long name of a place " * n}}
                for i, n in enumerate((0, 2, 30))]
    (tmp_path / "sites.geojson").write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    text = ("lode: 1\ndata: {sites: sites.geojson}\nlayers: [{marker: sites, legend: none}]\n"
            "page: {size: [120 mm, 80 mm], scale-bar: none, table: {of: sites, columns: [name]}}\n")
    lode("render", write_map(text), "-o", tmp_path / "map.pdf")
    shown = texts(tmp_path / "map.pdf")
    assert sum("…" in line for line in shown) == 1 and shown[-1].endswith("…")
    assert len(shown) < 10


def test_columns_are_checked_before_any_work(lode, write_map):
    table = ("\n  table: {of: counted, columns: [nam, {column: name, format: '{conut}'}], order: -cuont, "
             "total: [name, count]}\n")
    run = lode("check", write_map(document(table)), status=2)
    for message in (b"no column 'nam' in 'counted'", b"no column 'conut' in 'counted'", b"did you mean 'count'?",
                    b"no column 'cuont' in 'counted'", b"'name' is text and cannot be added up",
                    b"the table has no column for 'count'"):
        assert message in run.stderr, run.stderr.decode()


def test_what_only_a_table_reads_is_no_unused_data(lode, write_map):
    text = document("\n  table: {of: railways, columns: [fclass], rows: 3}\n").replace("\n  - reached: {near: deposits, to: railways}", "") \
        .replace("count: reached", "count: deposits").replace(", mean: near_m", "").replace(", mean_near_m", "")
    run = lode("check", write_map(text))
    assert b"unused" not in run.stderr, run.stderr.decode()


def test_a_page_of_an_atlas_has_the_rows_of_its_feature(lode, write_map, tmp_path):
    atlas = "atlas: {over: provinces, key: adm1_code, only: [deposits]}\nlanguage"
    text = HEAD.replace("LANGUAGE", "en").replace("language", atlas, 1).replace("  - fill: counted", "  - marker: deposits") \
        + "\n  table: {of: deposits, columns: [name], title: 'In {page.name}'}\n"
    lode("render", write_map(text), "--page", "AFG-1771", "-o", tmp_path / "map.pdf")
    shown = texts(tmp_path / "map.pdf")
    assert "In Logar" in shown and "Aynak" in shown and "Hajigak" not in shown
    lode("render", tmp_path / "map.yaml", "--page", "AFG-1750", "-o", tmp_path / "other.pdf")
    assert "Aynak" not in texts(tmp_path / "other.pdf")


def test_titles_name_the_view_of_the_map(lode, write_map, tmp_path):
    table = TABLE + "    title: 'Table {scale()}'\n  title: {text: 'Title {scale()}', subtitle: '{crs_name()}'}\n"
    lode("render", write_map(document(table + "  text: 'Note {scale()} {crs_name()}'\n")), "-o", tmp_path / "map.pdf")
    shown = texts(tmp_path / "map.pdf")
    scale, crs = next(t for t in shown if t.startswith("Note ")).split(" ", 2)[1:]
    assert f"Title {scale}" in shown and any(f"Table {scale}" in t for t in shown) and crs in shown
