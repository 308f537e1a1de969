"""Values that JSON can say: no NaN, no infinity, no dates."""

import json
from typing import Annotated, Any

from pydantic import AfterValidator


def _json(value: Any) -> Any:
    try:
        json.dumps(value, allow_nan=False)
    except TypeError as error:
        raise ValueError(str(error)) from None
    return value


JsonValue = Annotated[Any, AfterValidator(_json)]
JsonObject = Annotated[dict[str, Any], AfterValidator(_json)]
