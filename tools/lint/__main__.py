"""Prints what breaks a rule of the house; exit code 1 if anything does."""

import sys

from tools.lint import faults_in, modules

found = [fault for module in modules() for fault in faults_in(module)]
print("\n".join(map(str, found)) or "rules of the house: kept")
sys.exit(1 if found else 0)
