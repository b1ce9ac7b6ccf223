"""Chinese type for pictures on a machine that has none: Noto Sans CJK from a wheel, named by a FONTCONFIG_FILE."""

from __future__ import annotations

import tempfile
from functools import cache
from pathlib import Path

CONFIGURATION = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>{fonts}</dir>
  <dir>/usr/share/fonts</dir>
  <cachedir>{cache}</cachedir>
  <alias><family>sans-serif</family><prefer><family>Noto Sans CJK TC</family></prefer></alias>
  <alias><family>system-ui</family><prefer><family>Noto Sans CJK TC</family></prefer></alias>
</fontconfig>
"""


@cache
def font_configuration() -> Path:
    """A fontconfig file that adds the wheel's fonts to the system's; the same type on every machine that runs the tests."""
    import manimgx_fonts_cjk

    folder = Path(tempfile.gettempdir()) / "cadre-fonts"
    folder.mkdir(exist_ok=True)
    path = folder / "fonts.conf"
    path.write_text(CONFIGURATION.format(fonts=Path(manimgx_fonts_cjk.__file__).parent, cache=folder / "cache"))
    return path
