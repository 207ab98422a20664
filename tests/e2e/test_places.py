"""The place of a fault inside the text of an expression, however YAML lets that text be written: the word `pup`,
which is no column, is found where it stands in the file."""
import re

import pytest

HEAD = """lode: 1
data: {p: {layers}/places.shp}
layers:
  - marker: p
"""
TAIL = """
outputs: [out.png]
"""
# <TAB> stands for a tab.
TEXTS = {
    "plain": r"""    filter: NAME = 'Kabul' AND pup > 5""",
    "plain2": r"""    filter: NAME = 'Kabul'
      AND pup > 5""",
    "plain3": r"""    filter: NAME = 'Kabul'


      AND
            pup > 5""",
    "plaincont": r"""    filter:
      NAME = 'Kabul' AND
      pup > 5""",
    "single": r"""    filter: 'NAME = ''Kabul'' AND pup > 5'""",
    "single2": r"""    filter: 'NAME = ''Ka''


      AND pup > 5'""",
    "double": r"""    filter: "NAME = 'K\u00e4b\n\tul\x41' AND pup > 5" """,
    "double2": r"""    filter: "NAME = 'Kabul'\
       AND pup > 5" """,
    "double3": r"""    filter: "NAME = 'Kabul'   

      AND \"NAME\" = '\\\\' AND
      pup > 5" """,
    "double4": r"""    filter: "NAME = 'Kabul' AND \
      \  pup > 5" """,
    "literal": r"""    filter: |
      NAME = 'Kabul'
        AND pup > 5
""",
    "literal2": r"""    filter: |2-
        NAME = 'Kabul'

        AND pup > 5
""",
    "literal3": r"""    filter: |


      NAME = 'Кабул' AND pup > 5
""",
    "literal4": r"""    filter: |+  # comment
      NAME = 'Kabul' AND pup > 5
""",
    "folded": r"""    filter: >
      NAME = 'Kabul'
      AND pup > 5
""",
    "folded2": r"""    filter: >-
      NAME = 'Kabul'


      AND
        pup > 5
      AND NAME = 'x'
""",
    "folded3": r"""    filter: >1-
     NAME = 'Kabul' AND
     (POP_MAX > 1 OR
       pup > 5)
""",
    "flow": r"""    label: {text: '{NAME}', priority: "case(NAME = 'K', 1, pup)"}""",
    "scale": r"""    size: {by: POP_MAX / pup, scale: sqrt, range: [1 mm, 2 mm]}""",
    "scale2": r"""    size:
      by: >-
        POP_MAX /
        pup
      scale: sqrt
      range: [1 mm, 2 mm]""",
    "templ": r"""    label: {text: 'x {NAME}, {pup}'}""",
    "templ2": r"""    label:
      text: |
        {NAME}
        в {{ {upper(NAME)} {pup}
""",
    "templ3": r"""    label: {text: "a\n{NAME}\u00e9{pup}"}""",
    "templ4": r"""    label:
      text: >-
        {NAME}
        {concat(NAME,
        'x')} {pup}
""",
    "templ5": r"""    label:
      text: a {NAME}
        abc {pup}
""",
    "folded4": r"""    filter: >-


      NAME = 'Kabul' AND
      pup > 5
""",
    "folded5": r"""    filter: >2-
        NAME = 'Kabul' AND
      pup > 5
""",
    "literal5": r"""    filter: |2+

          NAME = 'Kabul' AND

      pup > 5
""",
    "wide": r"""    filter: NAME = '日本語🙂' AND pup > 5""",
    "alias": r"""    filter: &f NAME = 'Kabul' AND pup > 5""",
    "tag": r"""    filter: !!str NAME = 'Kabul' AND pup > 5""",
    "jsonish": r"""    "filter": "NAME = 'Ka\/bul' AND pup > 5" """,
    "tabs": r"""    filter: NAME = 'Kabul'<TAB>AND<TAB>pup > 5""",
    "nbsp": r"""    filter: "NAME = 'Kabul'\_AND pup > 5" """,
    "surr": r"""    filter: "NAME = '\U0001F642' AND pup > 5" """,
    "long": "    filter: >-\n" + "".join(f"      POP_MAX > {i} AND\n" for i in range(300)) + "      pup > 5\n",
    "indented": "    filter: >2\n        pup > 5\n",
}


@pytest.mark.parametrize("bom", ["", "\ufeff"], ids=["plain", "bom"])
@pytest.mark.parametrize("end", ["\n", "\r\n"], ids=["lf", "crlf"])
@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS.keys())
def test_a_fault_is_found_where_it_stands(lode, write_map, text, end, bom):
    path = write_map(HEAD + text.replace("<TAB>", "\t") + TAIL)
    lines = path.read_text(encoding="utf-8").split("\n")
    expected = next((n, line.index("pup") + 1) for n, line in enumerate(lines, 1) if "pup" in line)
    path.write_bytes((bom + end.join(lines)).encode())
    run = lode("check", "--no-data", path, status=2)
    found = re.findall(r"map\.yaml:(\d+):(\d+): error: no column", run.stderr.decode())
    assert [(int(line), int(col)) for line, col in found] == [expected], run.stderr.decode()
