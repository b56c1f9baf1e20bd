"""The product's dispatcher, with the kinds of these tests."""

from jobs.chaos.kinds import KINDS
from musaic.entrypoints.dispatcher import main

if __name__ == "__main__":
    main(kinds=KINDS)
