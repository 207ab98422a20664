"""The command itself: help, manual, completions, exit statuses, signals, streams."""
import os
import pty
import re
import signal
import subprocess
import time

import pytest

from conftest import ENV, MAPS

COMMANDS = ["render", "check", "quick", "info", "query", "export", "show", "schema", "palettes"]

GOOD = """lode: 1
data: {places: "{layers}/places.shp"}
layers: [{marker: places}]
"""


def options_in(text):
    """Long options, as help shows them: one row each."""
    return set(re.findall(r"^  (?:-\w, |    )(--[a-z-]+)", text, re.M))


@pytest.mark.parametrize("command", COMMANDS)
def test_help_tells_usage_options_and_examples(lode, command):
    text = lode(command, "--help").stdout.decode()
    assert text == lode("help", command).stdout.decode()
    assert text.startswith(f"lode {command} - ")
    assert f"usage: lode {command} " in text
    assert "examples:\n" in text
    assert "\n\n\n" not in text
    assert "--help" in options_in(text)
    assert all(len(line) <= 100 for line in text.splitlines())


def test_the_overview_names_all_commands(lode):
    text = lode("--help").stdout.decode()
    assert all(re.search(rf"^  {c} ", text, re.M) for c in COMMANDS)
    assert lode("help").stdout.decode() == text
    assert lode("help", "help").stdout.decode() == text


def test_the_manual_has_every_option_and_no_roff_fault(lode, tmp_path):
    page = lode("help", "--man").stdout
    text = page.decode().replace("\\-", "-")
    for command in COMMANDS:
        start = text.index(f".SS \"lode {command} ")
        part = text[start:].split("\n.S", 2)[0] + text[text.index(".SH OPTIONS OF ALL COMMANDS"):]
        for option in options_in(lode(command, "--help").stdout.decode()):
            assert f"\\fB{option}\\fR" in part, f"{option} of {command} is not in the manual"
    (tmp_path / "lode.1").write_bytes(page)
    man = subprocess.run(["groff", "-man", "-Tutf8", "-ww", tmp_path / "lode.1"], capture_output=True)
    assert man.returncode == 0 and not man.stderr, man.stderr.decode()


def test_bash_completes_commands_options_and_words(lode, tmp_path):
    script = tmp_path / "lode.bash"
    script.write_bytes(lode("help", "--completion", "bash").stdout)

    def complete(*words):
        code = f'. {script}; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _lode 2>/dev/null; echo "${{COMPREPLY[*]}}"'
        return subprocess.run(["bash", "-c", code, "bash", *words], capture_output=True, check=True).stdout.decode().split()

    assert set(COMMANDS) < set(complete("lode", ""))
    assert complete("lode", "ren") == ["render"]
    assert set(complete("lode", "render", "--")) == options_in(lode("render", "--help").stdout.decode())
    assert complete("lode", "show", "--after", "la") == ["layout", "label"]
    assert complete("lode", "render", "--dpi", "3") == []


def test_timing_names_each_stage_once_with_its_share(lode, tmp_path):
    """As `lode show` names them; what comes behind those are pages of an atlas, tables and files."""
    shown = re.search(r"--after STAGE +one of: ([\w, \n]+?)\n  -l", lode("show", "--help").stdout.decode())[1]
    stages = re.split(r",\s+", shown)
    text = lode("render", "--timing", MAPS / "central-asia.yaml", "-o", tmp_path / "a.png").stderr.decode()
    rows = re.findall(r"^lode: note: (\w+) +([\d.]+) ms +(\d+) %$", text, re.M)
    assert [name for name, _, _ in rows] == [*stages, "write", "total"]
    assert abs(sum(float(ms) for _, ms, _ in rows[:-1]) - float(rows[-1][1])) < 1
    assert abs(sum(int(share) for _, _, share in rows[:-1]) - 100) <= len(rows)


def test_each_stage_has_something_to_show(lode):
    text = lode("show", "--help").stdout.decode()
    for stage in re.split(r",\s+", re.search(r"--after STAGE +one of: ([\w, \n]+?)\n  -l", text)[1]):
        assert lode("show", "--after", stage, MAPS / "central-asia.yaml").stdout


@pytest.mark.parametrize("shell", ["zsh", "fish"])
def test_other_completions_have_every_option(lode, shell):
    text = lode("help", "--completion", shell).stdout.decode()
    for command in COMMANDS:
        for option in options_in(lode(command, "--help").stdout.decode()):
            assert option in text or f"-l {option[2:]} " in text or f"-l {option[2:]}\n" in text


def test_version_names_the_libraries(lode):
    text = lode("--version").stdout.decode()
    assert re.match(r"lode \d+\.\d+\.\d+\n", text)
    for name in "GDAL 3.", "PROJ 9.", "GEOS 3.", "cairo 1.", "Pango 1.", "qpdf 1":
        assert name in text


@pytest.mark.parametrize("args, message", [
    ([], "lode: error: no command\nhint: for example: lode render map.yaml; see the commands with: lode --help\n"),
    (["rendr"], "lode: error: unknown command 'rendr'\nhint: did you mean 'render'?\n"),
    (["map.yaml"], "lode: error: unknown command 'map.yaml'\nhint: to draw it: lode render map.yaml\n"),
    (["--versoin"], "lode: error: unknown option '--versoin'\nhint: see the commands with: lode --help\n"),
    (["render"], "lode: error: 'lode render' needs MAP...\nhint: see the options with: lode render --help\n"),
    (["render", "a", "--dpi", "none"],
     "lode: error: not a value for '--dpi': 'none'\nhint: a number from 1 to 4800\n"),
    (["render", "a", "-o"],
     "lode: error: '--output' needs a value: FILE\nhint: write FILE instead of the document's outputs: "
     ".png, .pdf or .svg; '-' is standard output; may be repeated\n"),
    (["render", "a", "b", "-o", "x.png"],
     "lode: error: '--output' goes with one map only, not 2\nhint: leave out '--output': each document names its outputs\n"),
    (["export", "a", "b"], "lode: error: 'lode export' needs '--output'\nhint: write it like '-o bands.gpkg'\n"),
    (["show", "a"], "lode: error: 'lode show' needs '--after'\n"
                    "hint: one of: document, check, load, steps, view, style, layout, label, scene\n"),
    (["show", "a", "-a", "label", "-l", "x"], "lode: error: the result of 'label' is not shown by layer\n"
                                             "hint: '--layer' goes with: check, load, steps, style, layout\n"),
    (["help", "shwo"], "lode: error: unknown command 'shwo'\nhint: did you mean 'show'?\n"),
    (["check", "none.yaml"], "lode: error: cannot read 'none.yaml': No such file or directory\n"),
])
def test_faults_of_the_command_line(lode, tmp_path, args, message):
    run = lode(*args, cwd=tmp_path, status=2)
    assert run.stderr.decode() == message
    assert run.stdout == b""


def test_the_caret_stands_under_the_place(lode, tmp_path):
    (tmp_path / "map.yaml").write_text("lode: 1\ntitle: 漢字\ndata: {}\nlayers: []\npage: {size: leter, mragin: 1 mm}\n")
    run = lode("check", "map.yaml", cwd=tmp_path, status=2)
    assert run.stderr.decode() == (
        "map.yaml:5:14: error: unknown page size 'leter'\n"
        "    5 | page: {size: leter, mragin: 1 mm}\n"
        "      |              ^~~~~\n"
        "hint: did you mean 'Letter'?\n"
        "map.yaml:5:21: error: unknown key 'mragin' in the page\n"
        "    5 | page: {size: leter, mragin: 1 mm}\n"
        "      |                     ^~~~~~\n"
        "hint: did you mean 'margin'?\n")


def run_on_a_terminal(path, args, env):
    """Standard error as a terminal sees it."""
    parent, child = pty.openpty()
    run = subprocess.Popen([path, *args], stderr=child, stdout=subprocess.DEVNULL, env=env)
    os.close(child)
    out = b""
    while True:
        try:
            piece = os.read(parent, 4096)
        except OSError:
            break
        if not piece:
            break
        out += piece
    os.close(parent)
    run.wait()
    return out


def test_colour_only_on_a_terminal_and_not_with_no_color(lode):
    plain = {k: v for k, v in ENV.items() if k != "NO_COLOR"} | {"TERM": "xterm"}
    assert b"\033[" in run_on_a_terminal(lode.path, ["rendr"], plain)
    assert b"\033[" not in run_on_a_terminal(lode.path, ["rendr"], plain | {"NO_COLOR": "1"})
    assert b"\033[" not in run_on_a_terminal(lode.path, ["rendr"], plain | {"TERM": "dumb"})
    assert b"\033[" not in subprocess.run([lode.path, "rendr"], capture_output=True, env=plain).stderr


def test_a_picture_is_not_written_to_a_terminal(lode, write_map):
    parent, child = pty.openpty()
    run = subprocess.run([lode.path, "render", write_map(GOOD), "-o", "-"], stdout=child,
                         stderr=subprocess.PIPE, env=ENV)
    os.close(child)
    os.close(parent)
    assert run.returncode == 2
    assert b"a picture is not written to a terminal" in run.stderr


def test_a_reader_that_leaves_ends_it_quietly(lode):
    run = subprocess.Popen([lode.path, "help", "--man"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=ENV)
    run.stdout.close()
    assert run.stderr.read() == b""
    assert run.wait() == -signal.SIGPIPE


def test_a_full_disk_under_standard_output_is_told(lode):
    with open("/dev/full", "wb") as full:
        run = subprocess.run([lode.path, "--help"], stdout=full, stderr=subprocess.PIPE, env=ENV)
    assert run.returncode == 1
    assert run.stderr.decode() == "lode: error: cannot write to standard output: No space left on device\n"


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_signals_leave_no_temporary(lode, write_map, tmp_path, number):
    """The map is made while the signal comes; whenever it comes, no temporary may stay."""
    path = write_map(GOOD)
    for delay_s in (0.02, 0.1, 0.2, 0.3, 0.5):
        run = subprocess.Popen([lode.path, "render", path, "-o", tmp_path / "out.png", "--dpi", "1200"],
                               stderr=subprocess.DEVNULL, env=ENV)
        time.sleep(delay_s)
        run.send_signal(number)
        status = run.wait(timeout=60)
        assert status in (-number, 0)
        assert {p.name for p in tmp_path.iterdir()} <= {"map.yaml", "out.png"}
