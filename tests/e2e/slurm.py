"""A Slurm of one node, of this test alone: its own daemons, key, ports and folders, on loopback."""
import os
import secrets
import shutil
import socket
import subprocess
import time

PROGRAMS = ("munged", "slurmctld", "slurmd", "sbatch", "sacct", "scontrol", "squeue", "sinfo")

CONF = """
ClusterName=lode
SlurmctldHost={host}(127.0.0.1)
SlurmctldPort={port}
SlurmdPort={node_port}
SlurmUser=root
SlurmdUser=root
AuthType=auth/munge
AuthInfo=socket={folder}/munge.socket
CredType=cred/munge
StateSaveLocation={folder}/state
SlurmdSpoolDir={folder}/spool
SlurmctldPidFile={folder}/slurmctld.pid
SlurmdPidFile={folder}/slurmd.pid
SlurmctldLogFile={folder}/slurmctld.log
SlurmdLogFile={folder}/slurmd.log
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU
SchedulerType=sched/backfill
MpiDefault=none
ReturnToService=2
AccountingStorageType=accounting_storage/none
JobAcctGatherType=jobacct_gather/none
SwitchType=switch/none
MinJobAge=600
NodeName={host} NodeAddr=127.0.0.1 CPUs={cpus} State=UNKNOWN
PartitionName=all Nodes={host} Default=YES MaxTime=INFINITE State=UP
"""


def reason_not_to_run():
    """Why it cannot run here; empty: it can."""
    if os.geteuid():
        return "the daemons of Slurm need root"
    missing = [p for p in PROGRAMS if not shutil.which(p) and not shutil.which(p, path="/usr/sbin")]
    return f"not installed: {', '.join(missing)}" if missing else ""


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


class Slurm:
    def __init__(self, folder):
        self.folder = folder
        self.host = socket.gethostname().split(".")[0]
        self.daemons = []
        for name in ("state", "spool"):
            (folder / name).mkdir()
        key = folder / "munge.key"
        key.write_bytes(secrets.token_bytes(128))
        key.chmod(0o400)
        (folder / "slurm.conf").write_text(CONF.format(folder=folder, host=self.host, port=free_port(),
                                                       node_port=free_port(), cpus=os.cpu_count()))
        self.env = {**os.environ, "SLURM_CONF": str(folder / "slurm.conf"),
                    "PATH": os.environ["PATH"] + ":/usr/sbin:/sbin"}

    def start(self):
        """The reason why it did not come up; empty: it runs."""
        f = self.folder
        self._daemon("munged", "--foreground", "--force", f"--key-file={f}/munge.key", f"--socket={f}/munge.socket",
                     f"--pid-file={f}/munge.pid", f"--log-file={f}/munge.log", f"--seed-file={f}/munge.seed")
        if not self._wait(lambda: (f / "munge.socket").exists()):
            return "munged did not start"
        self._daemon("slurmctld", "-D", "-f", f"{f}/slurm.conf")
        self._daemon("slurmd", "-D", "-f", f"{f}/slurm.conf", "-N", self.host)
        if not self._wait(lambda: "idle" in self.run("sinfo", "-h", "-o", "%t", check=False), 40):
            return "the node did not come up: " + self._log("slurmctld") + self._log("slurmd")
        return ""

    def stop(self):
        for daemon in reversed(self.daemons):
            daemon.terminate()
        for daemon in reversed(self.daemons):
            try:
                daemon.wait(timeout=10)
            except subprocess.TimeoutExpired:
                daemon.kill()
                daemon.wait()

    def run(self, *command, check=True, **kw):
        run = subprocess.run(command, env=self.env, capture_output=True, text=True, timeout=120, **kw)
        assert not check or run.returncode == 0, run.stderr
        return run.stdout

    def wait_for_job(self, job, seconds=200):
        """States of its tasks, once all have ended."""
        assert self._wait(lambda: not self.run("squeue", "-h", "-j", job, "-t", "PENDING,RUNNING,COMPLETING", check=False),
                          seconds), self.run("squeue")
        shown = self.run("scontrol", "show", "job", job)
        return [field.split("=")[1] for field in shown.split() if field.startswith("JobState=")]

    def _daemon(self, *command):
        self.daemons.append(subprocess.Popen(command, env=self.env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL))

    def _log(self, name):
        log = self.folder / f"{name}.log"
        return "\n" + "\n".join(log.read_text().splitlines()[-5:]) if log.exists() else ""

    @staticmethod
    def _wait(condition, seconds=15):
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if condition():
                return True
            time.sleep(0.1)
        return False
