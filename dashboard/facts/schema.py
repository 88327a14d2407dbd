"""The shape of the facts file: frozen models, unknown keys refused.

One piece: whoever writes a facts file finds every key of it here, in the order of the file.
"""

import math
from collections.abc import Mapping
from typing import Annotated, Any, Literal, Self

import numpy as np
from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    model_validator,
)
from pydantic_core import PydanticCustomError

from dashboard import registry
from dashboard.facts.units import WORD_UNITS, to_base
from dashboard.facts.words import (
    Address,
    Array,
    Confidence,
    Finite,
    Frozen,
    IsoDate,
    Items,
    Name,
    Period,
    Phrase,
    PlainFile,
    Scalar,
    SourceKey,
    Sources,
    Template,
    UnitName,
    Words,
    at_most,
    base_value,
    expected_error,
    kind_word,
    one_of,
    placeholders,
    sealed,
)

PageName = Annotated[str, one_of(*registry.NAMES)]

# A page that shows the sliders of another has none of its own.
SliderPage = Annotated[str, one_of("all", *(row.name for row in registry.PAGES if not row.sliders))]


class Model(BaseModel):
    """Frozen and strict: no unknown keys, no conversion of text to numbers."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    @model_validator(mode="before")
    @classmethod
    def _only_known_keys(cls, data: Any) -> Any:
        known = ", ".join(cls.model_fields)
        if not isinstance(data, dict):
            raise expected_error(f"expected the keys {known}, found {kind_word(data)}")
        if cls.model_config.get("extra") == "forbid":
            for key in data:
                if key not in cls.model_fields:
                    expected = f"unknown key; expected one of {known}"
                    raise PydanticCustomError("unknown", "{expected}", {"expected": expected, "key": key})
        return data


class Text(Model):
    """Words in both languages."""

    en: Words
    de: Words

    def get(self, lang: str) -> str:
        """The words in 'EN' or 'DE' (any case)."""
        return self.de if lang.lower() == "de" else self.en


class TemplateText(Model):
    """Words with {placeholders} in both languages."""

    en: Template
    de: Template

    @model_validator(mode="after")
    def _same_placeholders(self) -> Self:
        missing = set(placeholders(self.en)) ^ set(placeholders(self.de))
        if missing:
            raise expected_error(f"has {{{min(missing)}}} in one language only; expected it in both")
        return self

    def get(self, lang: str) -> str:
        """The template in 'EN' or 'DE' (any case)."""
        return self.de if lang.lower() == "de" else self.en


class Company(Model):
    """Who the file is about, and the date it was compiled."""

    name: Words
    short_name: Words
    ticker: Words
    exchange: Words
    ai_name: Words
    as_of: IsoDate
    peers: PlainFile | None = None
    elsewhere: PlainFile | None = None


class Source(Model):
    """One document."""

    publisher: Words
    title: Words
    url: Address | None
    published: IsoDate | None
    accessed: IsoDate
    kind: Literal["filing", "release", "press", "dataset"]


class Fact(Model):
    """One published figure, in its declared unit; `base` is the value in the base unit."""

    value: Scalar
    unit: UnitName
    as_of: IsoDate | None = None
    period: Period | None = None
    sources: Sources
    phrase: Phrase | None = None
    confidence: Confidence
    approximate: bool = False
    label: Text
    note: Text | None = None

    @property
    def base(self) -> float | str | None:
        """The value in the base unit (USD, BTC, TH/s, share of 1); text for dates, None if not disclosed."""
        return base_value(self.value, self.unit)


class Cell(Model):
    """What documents say about one column of a row, where that is not what they say about the row."""

    sources: Sources = ()
    phrase: Phrase | None = None
    confidence: Confidence | None = None
    approximate: bool = False
    note: Text | None = None


class Row(Model):
    """One row of a series; its columns are extra keys, see `values`."""

    model_config = ConfigDict(extra="allow")

    period: Period | None = None
    date: IsoDate | None = None
    label: Text | None = None
    kind: Name | None = None
    use: Text | None = None
    derived: Annotated[Items[Name], at_most(40)] = ()
    cells: Annotated[Frozen[Cell], at_most(40)] = Field(default_factory=dict)
    sources: Sources
    confidence: Confidence
    phrase: Phrase | None = None
    note: Text | None = None
    sums: Annotated[Items[Period], at_most(12)] = ()
    discrepancy: Text | None = None

    @property
    def values(self) -> Mapping[str, float | str | None]:
        """The columns of this row in their declared units; a missing column is not disclosed."""
        return self.model_extra or {}


class Series(Model):
    """A table with one row per period or date."""

    label: Text
    columns: Annotated[Frozen[UnitName], at_most(40)]
    rows: Annotated[Items[Row], at_most(400)]

    def column(self, name: str) -> Array:
        """One column in base units: float array (nan = not disclosed), or text array for words (KeyError)."""
        unit = self.columns[name]
        values = [row.values.get(name) for row in self.rows]
        if unit in WORD_UNITS:
            return sealed(np.array(["" if value is None else str(value) for value in values], dtype=np.str_))
        numbers = [math.nan if value is None else to_base(float(value), unit) for value in values]
        return sealed(np.array(numbers, dtype=np.float64))

    def row(self, period: str) -> Row | None:
        """The first row of a period, or None."""
        return next((row for row in self.rows if row.period == period), None)


class DailyColumn(Model):
    """Where a daily column stands in the CSV, and its unit."""

    column: Words
    unit: UnitName


class Jump(Model):
    """A day on which a price rightly stands at more than three times, or less than a third of, the one before."""

    date: IsoDate
    column: Name
    note: Text


class DailyFile(Model):
    """A daily series: the CSV file, which of its columns mean what, and its last day and number of rows.

    The last two tell a whole CSV file from one that was cut off.
    """

    file: PlainFile
    label: Text
    date: Words
    until: IsoDate
    rows: Annotated[int, Field(ge=1, le=20_000)]
    jumps: Annotated[Items[Jump], at_most(100)] = ()
    columns: Annotated[Frozen[DailyColumn], at_most(12)]
    source_column: Words
    url_column: Words


class Window(Model):
    """What a name without a date means: a day, a period, or the last row of a table with these columns published."""

    date: IsoDate | None = None
    period: Period | None = None
    table: Name | None = None
    last: Items[Name] = ()
    label: Text
    reason: Text


class Reading(Model):
    """A fact that stands in a table: the column, and the window that says which row. {date} in a label is its day."""

    table: Name
    column: Name
    at: Name
    sources: Sources = ()
    label: Text


class Disclosure(Model):
    """Whether the company has published something."""

    key: Name
    label: Text
    status: Literal["disclosed", "partly", "not_disclosed"]
    as_of: IsoDate | None
    detail: Text
    sources: Sources


class Claim(Model):
    """A statement and what the documents say about it."""

    id: SourceKey
    who: Literal["article", "press"]
    speaker: Text
    claim: Text
    verdict: Literal["supported", "partly", "contradicted", "unverifiable", "outdated"]
    evidence: TemplateText
    arithmetic: Template | None
    sources: Sources
    page: PageName


class Conflict(Model):
    """Two documents that disagree."""

    id: SourceKey
    facts: Annotated[Items[Name], at_most(40)] = ()
    note: Text
    sources: Sources


class Assumption(Model):
    """A slider (default, min, max, step) or a choice (default, options), in its declared unit.

    `plausible`: the range that the evidence supports. A `decision`, or a view of the reader, is set and not
    varied. `renamed`: what options were called in older links.
    """

    key: Name
    name: Name
    label: Text
    unit: UnitName
    default: Scalar
    min: Finite | None = None
    max: Finite | None = None
    step: Finite | None = None
    options: Annotated[Frozen[Text], at_most(12)] | None = None
    renamed: Annotated[Frozen[Words], at_most(12)] = Field(default_factory=dict)
    plausible: Annotated[Items[Finite], at_most(2)] = ()
    evidence: Text | None = None
    decision: bool = False
    pages: Annotated[Items[SliderPage], at_most(len(registry.PAGES))]
    reason: Text
    reported: Name | None = None
    sources: Sources = ()

    @property
    def default_value(self) -> float | str:
        """The default as the widget holds it: float in the declared unit, or the token of a choice."""
        return self.default if isinstance(self.default, str) else float(self.default or 0.0)

    @property
    def bounds(self) -> tuple[float, float, float]:
        """Lowest value, highest value and step of a slider, in its declared unit."""
        return float(self.min or 0), float(self.max or 0), float(self.step or 1)

    @property
    def plausible_base(self) -> tuple[float, float] | None:
        """The plausible range in the base unit; None for a decision, or where none is given."""
        if not self.plausible or self.decision:
            return None
        low, high = self.plausible
        return to_base(low, self.unit), to_base(high, self.unit)

    def to_base(self, value: float | str) -> float | str:
        """A widget's value in the base unit; tokens of a choice stay as they are."""
        return value if isinstance(value, str) else to_base(value, self.unit)

    def accepts(self, value: object) -> bool:
        """Whether a value in the declared unit is one the control can show."""
        if self.options is not None:
            return isinstance(value, str) and value in self.options
        if isinstance(value, bool) or not isinstance(value, float | int):
            return False
        return self.min is not None and self.max is not None and self.min <= value <= self.max


class Constant(Model):
    """A stated estimate without a slider."""

    name: Name
    value: Finite
    unit: UnitName
    label: Text
    reason: Text
    sources: Sources = ()


class Preset(Model):
    """A named set of slider values in their declared units."""

    key: Name
    label: Text
    date: IsoDate
    reason: Text
    values: Annotated[Frozen[Scalar], at_most(80)]


class Change(Model):
    """Why the file was edited, in words; the figures before and after follow from the versions (see comparison).

    key: the figure, table cell (``<table>_<column>``) or table concerned. at: the day or period of its row.
    """

    date: IsoDate
    text: Text
    key: Name | None = None
    at: Words | None = None
    sources: Sources = ()


class FactsFile(Model):
    """The whole facts file as written; the counts bound what a page may cost, several times what a company needs."""

    company: Company
    sources: Annotated[Frozen[Source], at_most(500)]
    facts: Annotated[Frozen[Fact], at_most(1_000)]
    series: Annotated[Frozen[Series], at_most(40)] = Field(default_factory=dict)
    daily: Annotated[Frozen[DailyFile], at_most(12)] = Field(default_factory=dict)
    windows: Annotated[Frozen[Window], at_most(100)] = Field(default_factory=dict)
    readings: Annotated[Frozen[Reading], at_most(300)] = Field(default_factory=dict)
    disclosures: Annotated[Items[Disclosure], at_most(100)] = ()
    claims: Annotated[Items[Claim], at_most(200)] = ()
    conflicts: Annotated[Items[Conflict], at_most(100)] = ()
    assumptions: Annotated[Items[Assumption], at_most(80)]
    constants: Annotated[Items[Constant], at_most(100)] = ()
    presets: Annotated[Items[Preset], at_most(12)] = ()
    changes: Annotated[Items[Change], at_most(500)] = ()
    end_of_facts: Literal[True]
