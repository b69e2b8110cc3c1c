"""``python -m models VERB``; see `models.cli`."""

from models.cli import app

if __name__ == "__main__":
    app()
