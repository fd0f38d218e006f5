"""All kinds, as annotations for fields of models: `first_day: Day | None = field("från")`.

A kind that only one room uses may be defined in that room's model.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated

from plugins.core.kinds.addresses import DOCUMENT_ADDRESS, EMAIL, LINK_ADDRESS, WEB_ADDRESS
from plugins.core.kinds.choices import LANGUAGE, STATUS, TIME_ZONE, YES_NO
from plugins.core.kinds.days import DAY
from plugins.core.kinds.keys import FILE_NAME, ID, REFERENCE, Key
from plugins.core.kinds.numbers import ANY_YEAR, MONEY, NUMBER, YEAR
from plugins.core.kinds.periods import ROUGH_DAY, ROUGH_TIME, Period
from plugins.core.kinds.telephone import PHONE, Telephone
from plugins.core.kinds.words import (
    LINE,
    MARKDOWN,
    NAME,
    NAME_TITLE,
    PLAIN_LINE,
    PLAIN_TITLE,
    PLAIN_VALUE,
    QUOTED_LINE,
    ROLE,
    TITLE,
    VALUE_LINE,
)
from plugins.core.source.lines import Line as LineOfWords
from plugins.core.source.lines import Writing
from plugins.core.source.sources import Text

Line = Annotated[LineOfWords, LINE]
QuotedLine = Annotated[LineOfWords, QUOTED_LINE]
ValueLine = Annotated[LineOfWords, VALUE_LINE]
PlainLine = Annotated[Text, PLAIN_LINE]
PlainValue = Annotated[Text, PLAIN_VALUE]
Role = Annotated[Text, ROLE]
NameTitle = Annotated[LineOfWords, NAME_TITLE]
Name = Annotated[Text, NAME]
Title = Annotated[LineOfWords, TITLE]
PlainTitle = Annotated[Text, PLAIN_TITLE]
Markdown = Annotated[Writing, MARKDOWN]
Day = Annotated[date, DAY]
RoughTime = Annotated[Period, ROUGH_TIME]
RoughDay = Annotated[Period, ROUGH_DAY]
Money = Annotated[int, MONEY]
Number = Annotated[int, NUMBER]
Year = Annotated[int, YEAR]
AnyYear = Annotated[int, ANY_YEAR]
YesNo = Annotated[bool, YES_NO]
Phone = Annotated[Telephone, PHONE]
Email = Annotated[str, EMAIL]
WebAddress = Annotated[str, WEB_ADDRESS]
LinkAddress = Annotated[str, LINK_ADDRESS]
DocumentAddress = Annotated[str, DOCUMENT_ADDRESS]
Reference = Annotated[Key, REFERENCE]
Id = Annotated[Key, ID]
FileName = Annotated[Text, FILE_NAME]
Language = Annotated[str, LANGUAGE]
TimeZone = Annotated[str, TIME_ZONE]
Status = Annotated[str, STATUS]
