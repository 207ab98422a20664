"""Random filters select the same rows here and in SQLite, an implementation of SQL's three-valued logic
that is not ours. Left out is what the two define differently: '/' of integers, and DIV and '^', which
SQLite does not have."""

import random
import sqlite3
import subprocess
import sys

ROWS, FILTERS, SEED = 1500, 2000, 20240229
TEXTS = ["", "a", "A", "ab", "abc", "Copper", "copper", "100%", "a_b", "мед", "золото", "هرات", "it's", "Z"]
INTS = [0, 1, -1, 2, 3, 7, 100, 2**31, 2**53, 2**53 + 1, 2**62, -(2**63) + 1, 2**63 - 1]
REALS = [0.0, -0.5, 1.0, 2.5, 3.0, 1e10, 9007199254740992.0, 4.611686018427388e18, 1e-7]


def cell(rng, values):
    return None if rng.random() < 0.15 else rng.choice(values)


def number(rng, depth):
    if depth == 0 or rng.random() < 0.4:
        return rng.choice(["i", "j", "r", str(rng.choice(INTS)), repr(rng.choice(REALS)), "(-3)"])
    a, b = number(rng, depth - 1), number(rng, depth - 1)
    return f"({a} {rng.choice('+-*')} {b})"


def text_literal(rng):
    return "'" + rng.choice(TEXTS).replace("'", "''") + "'"


def text(rng):
    return rng.choice(["t", "t", text_literal(rng)])


def pattern(rng):
    return "'" + "".join(rng.choice(["%", "_", "a", "b", "C", "o", "ме", "ر"]) for _ in range(rng.randint(0, 5))) + "'"


def predicate(rng):
    kind, no = rng.randrange(8), rng.choice(["", "", "NOT "])
    sign = rng.choice(["=", "<>", "<", "<=", ">", ">="])
    if kind <= 1:
        return f"{number(rng, 2)} {sign} {number(rng, 2)}"
    if kind == 2:
        return f"{text(rng)} {sign} {text(rng)}"
    if kind == 3:
        return f"{text(rng)} {no}LIKE {pattern(rng)}"
    if kind == 4:
        return f"{number(rng, 1)} {no}BETWEEN {number(rng, 1)} AND {number(rng, 1)}"
    if kind == 5:
        items = [number(rng, rng.choice([0, 0, 1])) for _ in range(rng.randint(1, 12))]
        return f"{number(rng, 1)} {no}IN ({', '.join(items)})"
    if kind == 6:
        items = [text_literal(rng) for _ in range(rng.randint(1, 12))]
        return f"{text(rng)} {no}IN ({', '.join(items)})"
    return f"{rng.choice(['i', 'j', 'r', 't'])} IS {no}NULL"


def condition(rng, depth):
    if depth == 0 or rng.random() < 0.25:
        return predicate(rng)
    kind = rng.randrange(3)
    if kind == 2:
        return f"NOT ({condition(rng, depth - 1)})"
    parts = [condition(rng, depth - 1) for _ in range(rng.randint(2, 4))]
    return "(" + (" AND ", " OR ")[kind].join(parts) + ")"


def main():
    rng = random.Random(SEED)
    rows = [(cell(rng, INTS), cell(rng, INTS), cell(rng, REALS), cell(rng, TEXTS)) for _ in range(ROWS)]
    filters = [condition(rng, 3) for _ in range(FILTERS)]
    lines = [str(ROWS)]
    lines += ["\t".join("\\N" if v is None else repr(v) if isinstance(v, float) else str(v) for v in row) for row in rows]
    ran = subprocess.run([sys.argv[1]], input="\n".join(lines + filters) + "\n", capture_output=True, encoding="utf-8")
    got = ran.stdout.splitlines()
    assert ran.returncode == 0 and len(got) == FILTERS, (ran.returncode, len(got), ran.stderr)

    db = sqlite3.connect(":memory:")
    db.execute("PRAGMA case_sensitive_like = ON")
    db.execute("CREATE TABLE x (n INTEGER PRIMARY KEY, i INTEGER, j INTEGER, r REAL, t TEXT)")
    db.executemany("INSERT INTO x VALUES (?, ?, ?, ?, ?)", [(n, *row) for n, row in enumerate(rows)])
    wrong = 0
    for where, ours in zip(filters, got):
        theirs = " ".join(str(n) for (n,) in db.execute(f"SELECT n FROM x WHERE {where} ORDER BY n"))
        if ours != theirs:
            wrong += 1
            print(f"differs: {where}\n  lode:   {ours[:200]}\n  sqlite: {theirs[:200]}")
    print(f"{FILTERS - wrong} of {FILTERS} filters agree on {ROWS} rows")
    return 1 if wrong else 0


sys.exit(main())
