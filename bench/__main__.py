"""`python -m bench` is `bench`."""

from bench.cli.main import run_program

run_program()
