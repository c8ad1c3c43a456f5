"""`python -m puffery`: the same as the command `puffery`."""

from puffery.cli.main import main

main()
