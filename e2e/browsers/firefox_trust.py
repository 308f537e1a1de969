"""A Firefox that trusts one more authority: that of this run's certificate, and for this run alone.

Firefox takes authorities from `distribution/policies.json` beside its program. So it is run from a directory
of its own that holds links to all that is installed, and that file; nothing of the system is touched.
"""

import json
import os
import shutil
from pathlib import Path

from e2e.servers.tls import Certificate

POLICIES = "distribution"


def trusting(executable: Path, certificate: Certificate) -> Path:
    """The program to start in its place. The directory is beside the certificate, and goes with it."""
    program = executable.resolve()
    directory = certificate.file.parent / f"firefox-{os.getpid()}"
    if not directory.exists():
        directory.mkdir()
        for installed in program.parent.iterdir():
            if installed.name not in {POLICIES, program.name}:
                (directory / installed.name).symlink_to(installed)
        # By a link to the program itself Firefox would find its way back to where it is installed.
        shutil.copy2(program, directory / program.name)
        (directory / POLICIES).mkdir()
        told = {"policies": {"Certificates": {"Install": [str(certificate.authority)]}}}
        (directory / POLICIES / "policies.json").write_text(json.dumps(told), encoding="utf-8")
    return directory / program.name
