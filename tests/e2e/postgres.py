"""A PostgreSQL server of the tests' own: in a temporary folder, on a socket, gone with them."""
import os
import pwd
import shutil
import subprocess
import tempfile
from pathlib import Path


def missing():
    """Why no server can be had here, or None."""
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"))
    if not folders:
        return "PostgreSQL is not installed"
    if not list(Path("/usr/share/postgresql").glob("*/extension/postgis.control")):
        return "PostGIS is not installed"
    if os.geteuid() == 0 and "postgres" not in [user.pw_name for user in pwd.getpwall()]:
        return "root cannot run a server, and there is no user 'postgres'"
    return None


class Server:
    """`connection` is what lode, ogr2ogr and libpq take after "PG:"."""

    def __init__(self):
        self.bin = sorted(Path("/usr/lib/postgresql").glob("*/bin"))[-1]
        # Not in pytest's folder: the path of a socket has room for 100 characters, and postgres must reach it.
        self.folder = Path(tempfile.mkdtemp(prefix="lode-pg-"))
        self.connection = f"host={self.folder} user=postgres dbname=gis"
        if os.geteuid() == 0:
            shutil.chown(self.folder, "postgres")
        self.run("initdb", "-D", self.folder / "data", "-A", "trust", "-U", "postgres", "--no-sync", "--locale=C.UTF-8")
        self.run("pg_ctl", "-D", self.folder / "data", "-w", "-l", self.folder / "log", "-o",
                 f"-c listen_addresses='' -c unix_socket_directories={self.folder} -c fsync=off -c log_statement=all",
                 "start")
        self.run("createdb", "-h", self.folder, "-U", "postgres", "gis")
        self.sql("CREATE EXTENSION postgis")

    def run(self, program, *args):
        """One of PostgreSQL's programs, as a user who may."""
        as_user = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
        subprocess.run([*as_user, str(self.bin / program), *map(str, args)], check=True, cwd="/", timeout=300,
                       stdout=subprocess.DEVNULL, env={**os.environ, "LC_ALL": "C.UTF-8"})

    def sql(self, text):
        """The rows that a statement gives, as lists of text."""
        done = subprocess.run([str(self.bin / "psql"), "-h", str(self.folder), "-U", "postgres", "-d", "gis", "-X", "-A", "-t",
                               "-F", "\t", "-v", "ON_ERROR_STOP=1", "-c", text], capture_output=True, text=True,
                              check=True, timeout=300)
        return [line.split("\t") for line in done.stdout.splitlines()]

    def log(self):
        return (self.folder / "log").read_text(encoding="utf-8")

    def load(self, file, table):
        subprocess.run(["ogr2ogr", "-f", "PostgreSQL", f"PG:{self.connection}", str(file), "-nln", table, "-lco",
                        "GEOMETRY_NAME=geom", "-lco", "PRECISION=NO", "-nlt", "PROMOTE_TO_MULTI"], check=True, timeout=300)

    def stop(self):
        self.run("pg_ctl", "-D", self.folder / "data", "-m", "immediate", "stop")
        shutil.rmtree(self.folder)
