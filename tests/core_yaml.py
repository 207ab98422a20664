"""YAML 1.2's core schema for PyYAML, which reads 1.1: `no` is a text, 1:2000000 is no number of base 60, and a
date is a text."""
import re

import yaml


class Loader(yaml.SafeLoader):
    yaml_implicit_resolvers = {}


def scalar(tag, pattern, first, construct):
    Loader.add_implicit_resolver(tag, re.compile(pattern), first)
    Loader.add_constructor(tag, lambda loader, node: construct(loader.construct_scalar(node)))


def number(text):
    return float(text.lower().replace(".inf", "inf").replace(".nan", "nan"))


scalar("tag:yaml.org,2002:bool", r"^(true|True|TRUE|false|False|FALSE)$", list("tTfF"), lambda s: s.lower() == "true")
scalar("tag:yaml.org,2002:null", r"^(~|null|Null|NULL|)$", ["~", "n", "N", ""], lambda s: None)
scalar("tag:yaml.org,2002:int", r"^[-+]?[0-9]+$", list("-+0123456789"), int)
scalar("tag:yaml.org,2002:float",
       r"^([-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?|[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN))$",
       list("-+0123456789."), number)


def load(path):
    return yaml.load(path.read_text(encoding="utf-8"), Loader)
