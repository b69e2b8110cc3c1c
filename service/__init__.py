"""Innominado: court rulings in Spanish, made publishable."""

from importlib.metadata import version

__version__ = version("innominado")
