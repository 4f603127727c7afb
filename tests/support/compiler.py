"""The C compiler of this machine."""

import os
import shutil
import sysconfig


def c_compiler() -> list[str]:
    """The command that runs it, as setuptools does; empty where there is none."""
    command = (os.environ.get("CC") or sysconfig.get_config_var("CC") or "").split()
    return command if command and shutil.which(command[0]) else []
