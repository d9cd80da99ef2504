"""The strategic assessment workbook: a small helper package behind the chapter notebooks."""

__version__ = "0.1.0"
