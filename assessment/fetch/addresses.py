"""Where a publisher keeps a file, as config/sources.toml says under `downloads`, validated."""

import re
from string import Formatter

from pydantic import BaseModel, ConfigDict, ValidationError, model_validator

from assessment.errors import AssessmentError
from assessment.project import SourceEntry

PLACES = ("force", "year", "first_month", "last_month", "month", "authority", "authority_name", "districts")


class Download(BaseModel):
    """An address and the name that the file gets; the texts may hold {force}, {year} and the others of `PLACES`."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    url: str
    file: str  # its name in the raw folder
    sha256: str = ""  # where the publisher says it
    checksums: str = ""  # a page of the publisher with the MD5 of each file by name
    keep: str = ""  # of a zip, only the members that match this pattern are kept

    @property
    def fields(self) -> set[str]:
        """The placeholders in its texts."""
        texts = (self.url, self.file, self.checksums, self.keep)
        return {field for text in texts for _, field, _, _ in Formatter().parse(text) if field is not None}

    @model_validator(mode="after")
    def _sound(self) -> "Download":
        unknown = sorted(self.fields - set(PLACES))
        if unknown:
            message = f"{{{unknown[0]}}} cannot be filled in; {', '.join(PLACES)} can"
            raise ValueError(message)
        if not all(re.match("https?://[^/]", url) for url in (self.url, self.checksums or self.url)):
            message = "an address begins with https://"
            raise ValueError(message)
        if not re.fullmatch(r"[\w{][\w.{}()-]*", self.file):
            message = "file is a plain name in the raw folder"
            raise ValueError(message)
        if not re.fullmatch(r"([0-9a-fA-F]{64})?", self.sha256):
            message = "sha256 is 64 hexadecimal digits"
            raise ValueError(message)
        return self


def downloads(name: str, entry: SourceEntry) -> list[Download]:
    """The downloads of a source. Raises AssessmentError where its entry is wrong."""
    try:
        return [Download.model_validate(told) for told in entry.downloads]
    except ValidationError as error:
        first = error.errors()[0]
        setting = ".".join(str(part) for part in first["loc"])
        what = f"A download of the source {name} is wrong: {setting} {first['msg']}"
        raise AssessmentError(what, "config/sources.toml", "Mend that setting and call again.") from None
