"""`python -m assessment` is the same as the command `assessment`."""

from assessment.cli import main

main()
