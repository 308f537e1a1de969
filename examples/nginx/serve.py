"""Runs nginx by the addresses that the suite gives it; what it writes is gone with it."""

import os
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

UPGRADE = ("proxy_set_header Upgrade ", 'proxy_set_header Connection "upgrade"')


def main(upgrading: bool) -> int:
    with tempfile.TemporaryDirectory(prefix="nginx-") as run:
        config = Path(run, "nginx.conf")
        config.write_text(written(run, upgrading), encoding="utf-8")
        nginx = subprocess.Popen(["nginx", "-p", run, "-c", str(config)])
        signal.signal(signal.SIGTERM, lambda *_: nginx.terminate())
        return nginx.wait()


def written(run: str, upgrading: bool) -> str:
    template = Path(__file__).with_name("nginx.conf").read_text(encoding="utf-8")
    told = {
        "@RUN@": run,
        "@PORT@": os.environ["PORT"],
        "@CERTIFICATE@": os.environ["RUNNER_CERTIFICATE"],
        "@BACKEND@": os.environ["RUNNER_BACKEND_URL"],
        "@DIST@": os.environ["RUNNER_DIST"],
    }
    for name, value in told.items():
        template = template.replace(name, value)
    lines = template.splitlines()
    return "\n".join(line for line in lines if upgrading or not line.strip().startswith(UPGRADE))


if __name__ == "__main__":
    sys.exit(main("--without-upgrade" not in sys.argv))
