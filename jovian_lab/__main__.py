"""`python -m jovian_lab`: the shell command where the scripts folder is not on PATH."""

import sys

from jovian_lab.cli import main

if __name__ == "__main__":
    sys.exit(main())
