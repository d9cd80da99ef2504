"""A workbook of one's own with a raw folder that holds small look-ups: enough to configure an area from."""

import shutil
from pathlib import Path

from assessment import project

AUTHORITIES = """ltla24_code,ltla24_name,csp24_code,csp24_name,pfa24_code,pfa24_name
E07000123,Preston,E22000158,Preston,E23000003,Lancashire
E07000121,Lancaster,E22000156,Lancaster,E23000003,Lancashire
E07000127,West Lancashire,E22000162,West Lancashire,E23000003,Lancashire
E06000009,Blackpool,E22000151,Blackpool,E23000003,Lancashire
E06000014,York,E22000371,City of York,E23000009,North Yorkshire
E07000084,Basingstoke and Deane,E22000374,North Hampshire,E23000030,Hampshire
E07000089,Hart,E22000374,North Hampshire,E23000030,Hampshire
E07000092,Rushmoor,E22000374,North Hampshire,E23000030,Hampshire
E06000058,"Bournemouth, Christchurch and Poole",E22000067,Poole,E23000039,Dorset
E06000058,"Bournemouth, Christchurch and Poole",E22000367,Dorset,E23000039,Dorset
E06000059,Dorset,E22000367,Dorset,E23000039,Dorset
E09000001,City of London,E22000180,City of London,E23000034,"London, City of"
E07000146,King's Lynn and West Norfolk,E22000190,King's Lynn and West Norfolk,E23000022,Norfolk
W06000016,Rhondda Cynon Taf,W14000023,Cwm Taf,W15000003,South Wales
W06000024,Merthyr Tydfil,W14000023,Cwm Taf,W15000003,South Wales
"""
WARDS = """lsoa21_name,lsoa21_code,ward24_name,ward24_code,ltla24_name,ltla24_code
Preston 001A,E01025204,Ashton,E05012051,Preston,E07000123
Preston 001B,E01025205,Ashton,E05012051,Preston,E07000123
Preston 002A,E01025206,Brookfield,E05012052,Preston,E07000123
"""
STREET = (
    "Crime ID,Month,Reported by,Falls within,Longitude,Latitude,Location,LSOA code,LSOA name,Crime type,"
    "Last outcome category,Context"
)
FORCE = "Lancashire Constabulary"


def street(month: str) -> str:
    """A month of the force with one row."""
    row = f"{month},{FORCE},{FORCE},-2.7,53.7,On or near Street,E01025204,Preston 001A"
    return f"{STREET}\n{'a' * 63}{int(month[5:]) % 10},{row},Burglary,Under investigation,\n"


def workbook(folder: Path) -> Path:
    """Copy the configuration into a folder, and give it raw files."""
    root = folder / "workbook"
    shutil.copytree(project.root() / "config", root / "config")
    raw = root / "data" / "raw"
    raw.mkdir(parents=True)
    (raw / "authorities.csv").write_text(AUTHORITIES, encoding="utf-8")
    (raw / "wards.csv").write_text(WARDS, encoding="utf-8")
    months = [f"2021-{month:02d}" for month in range(4, 13)] + [f"2022-{month:02d}" for month in range(1, 7)]
    for month in months:
        (raw / f"{month}-lancashire-street.csv").write_text(street(month), encoding="utf-8")
    return root


def stood_in(folder: Path, monkeypatch) -> Path:
    """A workbook of one's own in which the test stands; its tables go beside it."""
    found = workbook(folder)
    monkeypatch.setenv("ASSESSMENT_PROCESSED", str(folder / "processed"))
    monkeypatch.chdir(found)
    return found
