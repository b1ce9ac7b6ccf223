"""`python -m cadre`: the command `cadre`, for where its script is not on the path."""

import sys

from cadre.cli import main

if __name__ == "__main__":
    sys.exit(main())
