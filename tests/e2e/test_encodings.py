"""Names of places in encodings that nothing states, or that something states falsely."""
import csv
import importlib.util
import io
import os
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
LODE = os.environ.get("LODE", str(ROOT / "build/src/cli/lode"))
spec = importlib.util.spec_from_file_location("against_encodings", ROOT / "tests/against/encodings.py")
against = importlib.util.module_from_spec(spec)
spec.loader.exec_module(against)

SAMPLES = {
    "cp1252": ["La strada è chiusa", "Qui è il ponte", "Dove è la miniera", "Il sito è attivo"],
    "cp850": ["Évian", "Orléans", "Besançon"],
    "cp1250": ["Plzeň", "České Budějovice", "Hradec Králové", "Žďár nad Sázavou"],
    "iso8859-2": ["Plzeň", "České Budějovice", "Hradec Králové", "Žďár nad Sázavou"],
    "cp1254": ["İstanbul", "Şanlıurfa", "Eskişehir", "Muğla", "Ağrı"],
    "cp1257": ["Klaipėda", "Šiauliai", "Panevėžys", "Marijampolė"],
    "cp1253": ["Αθήνα", "Θεσσαλονίκη", "Πάτρα"],
    "cp1255": ["ירושלים", "חיפה", "באר שבע"],
    "cp1256": ["تهران", "اصفهان"],
    "cp1251": ["Москва", "Алматы", "Караганда"],
    "koi8-u": ["Київ", "Львів", "Запоріжжя"],
    "cp866": ["Ташкент", "Самарканд"],
    "cp874": ["กรุงเทพมหานคร", "เชียงใหม่", "ภูเก็ต"],
    "cp949": ["서울특별시", "부산광역시", "경기도"],
    "cp932": ["東京都", "さいたま市", "大阪府"],
    "euc-jp": ["東京都", "さいたま市", "大阪府"],
    "gbk": ["北京市", "上海市", "乌鲁木齐市", "喀什地区"],
    "big5": ["臺北市", "高雄市", "新北市"],
}


def query(path, *options):
    run = subprocess.run([LODE, "query", path, "--select", "NAME", "--format", "csv", *options], capture_output=True)
    assert run.returncode == 0, run.stderr.decode()
    return [row["NAME"] for row in csv.DictReader(io.StringIO(run.stdout.decode()))], run.stderr.decode()


@pytest.mark.parametrize("way", ["unstated", "lie", "csv"])
@pytest.mark.parametrize("encoding", SAMPLES)
def test_names_come_out_as_they_were(tmp_path, encoding, way):
    texts = SAMPLES[encoding]
    read, said = against.read_by_lode(LODE, tmp_path, [t.encode(encoding) for t in texts], way)
    assert read == texts
    assert said


def test_the_warning_shows_the_text_and_names_the_next(tmp_path):
    against.write_shapefile(tmp_path / "a.shp", [t.encode("cp1251") for t in SAMPLES["cp1251"]])
    _, said = query(tmp_path / "a.shp")
    assert "by its content it was read as CP1251: 'Москва', 'Алматы', 'Караганда'" in said
    assert "the next likely is " in said


@pytest.mark.parametrize("cpg", ["1251", "ANSI 1251", "windows-1251", "CP1251\n", "\ufeff1251", " cp-1251 \r\n"])
def test_what_a_cpg_may_say(tmp_path, cpg):
    against.write_shapefile(tmp_path / "a.shp", [t.encode("cp1251") for t in SAMPLES["cp1251"]])
    (tmp_path / "a.cpg").write_bytes(cpg.encode())
    read, said = query(tmp_path / "a.shp")
    assert read == SAMPLES["cp1251"] and not said


@pytest.mark.parametrize("cpg", ["UTF-8", "utf8", "65001", "UTF-8\n", "CP65001"])
def test_utf8_by_its_names(tmp_path, cpg):
    against.write_shapefile(tmp_path / "a.shp", [t.encode() for t in SAMPLES["cp1251"]], cpg)
    read, said = query(tmp_path / "a.shp")
    assert read == SAMPLES["cp1251"] and not said


@pytest.mark.parametrize("cpg", ["System", "", "\n"])
def test_a_cpg_that_says_nothing(tmp_path, cpg):
    against.write_shapefile(tmp_path / "a.shp", [t.encode("cp1251") for t in SAMPLES["cp1251"]])
    (tmp_path / "a.cpg").write_text(cpg)
    read, said = query(tmp_path / "a.shp")
    assert read == SAMPLES["cp1251"] and "does not say its encoding" in said


def test_texts_that_are_all_utf8_are_that(tmp_path):
    against.write_shapefile(tmp_path / "a.shp", [t.encode() for t in SAMPLES["cp1251"]], "1252")
    read, said = query(tmp_path / "a.shp")
    assert read == SAMPLES["cp1251"]
    assert "the .cpg of" in said and "says CP1252, but all of its texts are UTF-8" in said


def test_a_cpg_of_another_script_is_doubted(tmp_path):
    texts = SAMPLES["cp1251"] * 3 + ["Новосибирск", "Екатеринбург"]
    against.write_shapefile(tmp_path / "a.shp", [t.encode("cp1251") for t in texts], "1252")
    read, said = query(tmp_path / "a.shp")
    assert read[0] == "Ìîñêâà" and "look more like CP1251: 'Москва'" in said


def test_one_row_of_another_encoding(tmp_path):
    values = [t.encode() for t in SAMPLES["cp1251"]] + ["Ташкент".encode("cp1251")]
    against.write_shapefile(tmp_path / "a.shp", values, "UTF-8")
    read, said = query(tmp_path / "a.shp")
    assert read == SAMPLES["cp1251"] + ["Ташкент"]
    assert "1 different text is not UTF-8 and was read as CP1251" in said and "mixes encodings" in said


def test_a_last_letter_beyond_ascii_is_not_cut_off(tmp_path):
    values = [t.encode("cp1252") for t in ("Bogotá", "Panamá", "Perú")]
    against.write_shapefile(tmp_path / "a.shp", values, "UTF-8")
    assert query(tmp_path / "a.shp")[0] == ["Bogotá", "Panamá", "Perú"]


def test_an_unknown_encoding_of_a_table_has_a_hint(tmp_path):
    (tmp_path / "a.csv").write_text("name,x,y\nA,1,2\n")
    (tmp_path / "map.yaml").write_text("lode: 1\ndata: {a: {file: a.csv, x: x, y: y, crs: EPSG:4326, encoding: klingon}}\n"
                                       "layers: [{marker: a}]\n")
    run = subprocess.run([LODE, "check", tmp_path / "map.yaml"], capture_output=True, text=True)
    assert "unknown encoding 'klingon'" in run.stderr + run.stdout
    assert "for example UTF-8" in run.stderr + run.stdout
