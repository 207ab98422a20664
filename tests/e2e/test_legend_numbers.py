"""Legends of awkward values: narrow domains, years, long numbers, categories without letters. Texts are read back
from the SVG file, in which each line of a text is an element of its own."""
import json
import re

import pytest

MAP = """lode: 1
title: T
{top}
data: {{p: p.geojson}}
layers: [{{fill: p, {look}}}]
map: {{crs: 'EPSG:4326'}}
page: {{size: [80 mm, 50 mm], margin: 2 mm, scale-bar: none, legend: {{at: right, title: none}}{page}}}
"""


def area(i, value):
    x, y = 60 + 2 * (i % 6), 30 + 2 * (i // 6)
    ring = [[x, y], [x + 2, y], [x + 2, y + 2], [x, y + 2], [x, y]]
    return {"type": "Feature", "properties": {"v": value}, "geometry": {"type": "Polygon", "coordinates": [ring]}}


@pytest.fixture
def legend(lode, tmp_path):
    """The texts of a page but for its title and the name of the column."""
    def run(values, look, top="", page=""):
        features = [area(i, v) for i, v in enumerate(values)]
        (tmp_path / "p.geojson").write_text(json.dumps({"type": "FeatureCollection", "features": features}))
        (tmp_path / "map.yaml").write_text(MAP.format(look=look, top=top, page=page).replace(", title: none", ""))
        lode("render", "map.yaml", "-o", "m.svg", cwd=tmp_path)
        svg = (tmp_path / "m.svg").read_text(encoding="utf-8")
        texts = [re.sub(r"<[^>]*>", "", t) for t in re.findall(r"<text.*?</text>", svg, re.S)]
        return [t for t in texts if t not in ("T", "V")]
    return run


YEARS = [2000 + i for i in range(12)]


@pytest.mark.parametrize("scale", ["log", "sqrt", "linear"])
def test_a_ramp_inside_one_power_of_ten_shows_more_than_one_value(legend, scale):
    assert legend(YEARS, f"color: {{by: v, scale: {scale}}}") == ["2000", "2005", "2010"]


@pytest.mark.parametrize("values, look, shown", [
    ([1.1 + i * .07 for i in range(12)], "color: {by: v, scale: log}", ["1.2", "1.4", "1.6", "1.8"]),
    ([1e-6 * (1 + i / 10) for i in range(12)], "color: {by: v, scale: log}", ["0.0000010", "0.0000015", "0.0000020"]),
    ([1e12 * (1 + i) for i in range(12)], "color: {by: v, scale: log}",
     ["1,000,000,000,000", "2,000,000,000,000", "5,000,000,000,000", "10,000,000,000,000"]),
    ([3 + i * 3.8 for i in range(12)], "color: {by: v, scale: log}", ["5", "10", "20"]),
    ([7] * 12, "color: {by: v, scale: log}", ["7"]),
    (list(range(12)), "color: {by: v, scale: sqrt}", ["2", "5", "10"]),
    ([10001 + i * 800 for i in range(12)], "color: {by: v, scale: sqrt}", ["12,000", "14,000", "16,000", "18,000"]),
    ([-5 + i for i in range(12)], "color: {by: v, scale: linear}", ["−5", "0", "5"]),
    (YEARS, "stroke: {color: black, width: {by: v, scale: log, range: [0.1 mm, 1 mm]}}", ["2000", "2005", "2010"]),
])
def test_ramps_of_any_size(legend, values, look, shown):
    assert legend(values, look) == shown


@pytest.mark.parametrize("look, shown", [
    ("color: {by: v, scale: quantile, classes: 3}", ["1990 – 2001", "2002 – 2012", "2013 – 2023"]),
    ("color: {by: v, scale: quantile, classes: 3, format: '{from} to {to}'}",
     ["1990 to 2001", "2002 to 2012", "2013 to 2023"]),
    ("color: {by: v, breaks: [2000, 2030]}", ["up to 2000", "2001 – 2030"]),
])
def test_years_have_no_separator(legend, look, shown):
    years = [1990 + 3 * i for i in range(12)]
    assert legend(years, look) == shown
    assert "۲۰۲۳" in legend(years, look, top="language: fa")[-1] or "۲۰۳۰" in legend(years, look, top="language: fa")[-1]


def test_counts_beyond_four_digits_keep_their_separators(legend):
    assert legend([900, 12000], "color: {by: v, scale: quantile, classes: 2}")[-1].endswith(" 12,000")


def test_a_table_and_the_legend_write_years_alike(legend):
    texts = legend(YEARS, "color: {by: v, scale: linear}", page=", table: {of: p, columns: [v], rows: 1, at: left}")
    assert "2000" in texts and not any("2,0" in t for t in texts)


def test_numbers_are_never_broken(legend):
    big = [1000000000000 + i * 123456789 for i in range(12)]
    for look in ("color: {by: v, scale: linear}", "color: {by: v, scale: quantile}",
                 "color: {by: v, scale: quantile, format: 'from {from} up to {to} km'}"):
        lines = legend(big, look)
        assert lines and all(re.fullmatch(r"\d(,\d{3})+", n) for t in lines for n in re.findall(r"[\d,]+", t)), lines
        assert not any(t.strip() == "km" for t in lines)


def test_a_category_without_letters_has_words(legend):
    texts = legend(["a", "", "b", " \u00a0", "\u200b"], "color: {by: v}")
    assert "No data" in texts and "" not in [t.strip() for t in texts]
    assert "Нет данных" in legend(["a", ""], "color: {by: v}", top="language: ru")


def test_blank_texts_are_missing_where_missing_is_drawn(legend):
    def words(look, top=""):
        return sorted(t.strip() for t in legend(["a", "", None, " "], look, top=top))
    assert words("color: {by: v, missing: grey}").count("No data") == 1
    assert words("color: {by: v, missing: grey, order: ['', a]}").count("No data") > 1


def test_columns_from_and_to_do_not_hide_the_ends_of_a_class(lode, tmp_path, legend):
    features = [area(i, v) for i, v in enumerate([1, 2, 30, 40])]
    for f in features:
        f["properties"]["from"] = f["properties"]["v"]
    (tmp_path / "p.geojson").write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    (tmp_path / "map.yaml").write_text(MAP.format(
        look="color: {by: from, scale: quantile, classes: 2, format: '{from} to {to}'}", top="", page="").replace(
            ", title: none", ""))
    lode("render", "map.yaml", "-o", "m.svg", cwd=tmp_path)
    svg = (tmp_path / "m.svg").read_text(encoding="utf-8")
    assert "17 to 40" in svg and "40 to 40" not in svg


@pytest.mark.parametrize("values, words", [
    (["b ", "b"], "not seen"), (["b\u00a0c", "b c"], "not seen"), (["b\u200b", "b"], "not seen"),
    (["Iron", "iron"], "case of letters"), (["Straße", "STRASSE"], "case of letters")])
def test_categories_that_read_the_same_are_reported(lode, tmp_path, legend, values, words):
    legend(values + ["other"], "color: {by: v}")
    found = json.loads(lode("check", "--format", "json", "map.yaml", cwd=tmp_path).stdout)["findings"]
    alike = [f for f in found if f["rule"] == "alike-names"]
    assert len(alike) == 1 and alike[0]["level"] == "warning" and words in alike[0]["message"]


def test_other_categories_are_not(lode, tmp_path, legend):
    legend(["a", "b", "ab", "a b", "é", "e"], "color: {by: v}")
    found = json.loads(lode("check", "--format", "json", "map.yaml", cwd=tmp_path).stdout)["findings"]
    assert not [f for f in found if f["rule"] == "alike-names"]
