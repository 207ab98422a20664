"""Words of a page that hide a column: the warning, and page.feature.NAME, which reaches any column."""
import json
import re

import pytest

MAP = """lode: 1
title: x
data: {p: p.geojson}
layers: [{fill: p, filter: name = page.feature.name, label: '{page.feature.count}'}]
page: {size: A6 landscape, title: {text: '{page.name}', subtitle: 'S %s'}}
atlas: {over: p, key: %s, title: '{page.name}', output: 'o/{page.feature."odd name"}.svg'}
"""


@pytest.fixture
def atlas(lode, tmp_path):
    """Subtitles by name of the file, and the rules of the warnings."""
    features = [{"type": "Feature",
                 "properties": {"name": n, "count": 7 * i + 7, "key": f"k{i}", "number": 50, "group": "g", "title": "t",
                                "countries": 3, "odd name": f"odd {n}", "feature": "f", "feature.name": "dotted"},
                 "geometry": {"type": "Polygon", "coordinates": [[[60 + i, 30], [61 + i, 30], [61 + i, 31], [60 + i, 30]]]}}
                for i, n in enumerate(["Ab", "Cd"])]
    (tmp_path / "p.geojson").write_text(json.dumps({"type": "FeatureCollection", "features": features}))

    def run(words, key="name"):
        (tmp_path / "map.yaml").write_text(MAP % (words, key))
        lode("batch", "map.yaml", cwd=tmp_path)
        texts = {p.stem: re.findall(r">S ([^<]*)<", p.read_text(encoding="utf-8"))[0]
                 for p in sorted((tmp_path / "o").glob("*.svg"))}
        found = json.loads(lode("check", "--format", "json", "map.yaml", cwd=tmp_path).stdout)["findings"]
        return texts, [f for f in found if f["rule"] == "hidden-column"]
    return run


def test_the_page_and_its_feature_are_told_apart(atlas):
    texts, found = atlas("{page.count} {page.feature.count}")
    assert texts == {"odd Ab": "2 7", "odd Cd": "2 14"}
    assert len(found) == 1 and found[0]["level"] == "warning"
    assert "'page.count'" in found[0]["message"] and "'page.feature.count'" in found[0]["message"]
    assert "'count' of 'p'" in found[0]["message"]


@pytest.mark.parametrize("word", ["count", "number", "key", "group", "title"])
def test_every_word_that_hides_a_column_is_reported(atlas, word):
    texts, found = atlas("{page.%s}{page.feature.%s}" % (word, word))
    assert [f["message"].split("'")[1] for f in found] == ["page." + word]


def test_nothing_is_said_where_nothing_hides(atlas):
    _, found = atlas("{page.feature.count} {page.countries} {page.feature} {page.key}", key="key")
    assert not found


@pytest.mark.parametrize("words, shown", [
    ('{page.feature."odd name"} {page."odd name"}', "odd Ab odd Ab"),
    ('{format(page.feature.count / 2, 2)}', "3.50"),
    ("{upper(page.feature.name)}", "AB"),
    ("{page.feature}", "f"),
    ("{page.feature.countries}", "3"),
])
def test_it_works_where_words_of_a_page_do(atlas, words, shown):
    texts, _ = atlas(words)
    assert texts["odd Ab"] == shown


def test_a_column_that_is_not_there_is_an_error_with_a_hint(lode, tmp_path, atlas):
    atlas("{page.feature.count}")
    (tmp_path / "map.yaml").write_text(MAP % ("{page.feature.cuont}", "name"))
    done = lode("check", "map.yaml", cwd=tmp_path, status=None)
    assert b"page.feature.cuont" in done.stdout + done.stderr
    assert b"did you mean 'page.feature.count'" in done.stdout + done.stderr
