"""`python -m ketnghia_analysis` is the `ketnghia` command."""

from ketnghia_analysis.cli import main

if __name__ == "__main__":
    main()
