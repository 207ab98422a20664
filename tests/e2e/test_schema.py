"""`lode schema`, against an independent validator: it takes what is shipped, and what it refuses the checker
refuses too."""
import copy
import json
import random
import re

import jsonschema
import pytest
import yaml

from conftest import ROOT
from core_yaml import load

CASES = ROOT / "tests" / "cases"
MAPS = sorted(p for folder in ("maps", "docs/examples") for p in (ROOT / folder).glob("*.yaml")
              if "layers" in yaml.safe_load(p.read_text(encoding="utf-8")))
STYLES = sorted((ROOT / "styles").glob("*.yaml"))
GOOD = sorted(p for p in CASES.glob("good-*/map.yaml"))


@pytest.fixture(scope="module")
def validator(lode):
    schema = json.loads(lode("schema").stdout)
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


@pytest.fixture(scope="module")
def style_validator(lode):
    schema = json.loads(lode("schema", "--style").stdout)
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


def test_there_are_documents_to_check():
    assert MAPS and STYLES and GOOD


@pytest.mark.parametrize("path", MAPS + GOOD, ids=lambda p: str(p.relative_to(ROOT)))
def test_shipped_documents_are_valid(validator, path):
    validator.validate(load(path))


@pytest.mark.parametrize("path", STYLES, ids=lambda p: p.name)
def test_shipped_styles_are_valid(style_validator, path):
    style_validator.validate(load(path))


def test_every_property_is_explained(validator):
    def walk(schema):
        if isinstance(schema, dict):
            for name, one in schema.get("properties", {}).items():
                assert one["description"], name
            for value in schema.values():
                walk(value)
        elif isinstance(schema, list):
            for value in schema:
                walk(value)

    walk(validator.schema)
    assert all(one["title"] for one in validator.schema["$defs"].values())


@pytest.mark.parametrize("name, key, reason", [
    ("value-no-unit", None, "a bare number where a length stands"),
    ("value-wrong-unit", None, "a unit that nobody has"),
    ("value-bad-shape", None, "a word that is none"),
    ("doc-unknown-section", None, "a key that is none"),
])
def test_it_knows_the_usual_mistakes(validator, name, key, reason):
    assert list(validator.iter_errors(load(CASES / name / "map.yaml"))), reason


# ---- what the schema refuses `lode check` refuses

WRONG = [7, -3, 0.5, "zzz", True, None, [], [1], {}, {"zzz": 1}, "1 parsec", "#12", [None, None]]


def places(node, path=()):
    yield path, node
    if isinstance(node, dict):
        for key, value in node.items():
            yield from places(value, path + (key,))
    elif isinstance(node, list):
        for i, value in enumerate(node):
            yield from places(value, path + (i,))


def parent_of(root, path):
    for key in path[:-1]:
        root = root[key]
    return root


def mutations(document):
    """Every value replaced by each wrong one, a wrong key in every map, every key left out."""
    for path, node in places(document):
        if isinstance(node, dict):
            changed = copy.deepcopy(document)
            target = changed if not path else parent_of(changed, path)[path[-1]]
            target["zzq"] = 1
            yield path, changed
        if not path:
            continue
        for wrong in WRONG:
            changed = copy.deepcopy(document)
            parent_of(changed, path)[path[-1]] = wrong
            yield path, changed
        if isinstance(path[-1], str):
            changed = copy.deepcopy(document)
            del parent_of(changed, path)[path[-1]]
            yield path, changed


@pytest.mark.parametrize("path", MAPS + GOOD, ids=lambda p: str(p.relative_to(ROOT)))
def test_what_the_schema_refuses_the_checker_refuses(lode, validator, path, tmp_path):
    for folder in ("layers", "styles", "docs"):
        if (ROOT / folder).exists():
            (tmp_path / folder).symlink_to(ROOT / folder)
    folder = tmp_path / "maps"
    folder.mkdir()
    for beside in path.parent.iterdir():
        (folder / beside.name).symlink_to(beside)
    found = list(mutations(load(path)))
    random.Random(len(found)).shuffle(found)
    refused = [(place, doc) for place, doc in found[:200] if not validator.is_valid(doc)]
    assert len(refused) > 20
    names = []
    for i, (place, doc) in enumerate(refused):
        names.append(f"mutant-{i}.yaml")
        (folder / names[-1]).write_text(json.dumps(doc, ensure_ascii=False), encoding="utf-8")
    run = lode("check", "--no-data", *names, cwd=folder, status=2)
    told = set(re.findall(r"^(mutant-\d+\.yaml):\d+:\d+: error: ", run.stderr.decode(), re.M))
    missed = [(refused[i][0], name) for i, name in enumerate(names) if name not in told]
    assert not missed, "\n".join(f"{place}: {(folder / name).read_text()[:2000]}" for place, name in missed[:3])
    for name in names[:10]:
        lode("check", "--no-data", name, cwd=folder, status=2)
