"""What pydantic found wrong, in sentences for people."""

from pydantic import ValidationError


def explain(error: ValidationError) -> str:
    return "; ".join(f"{'.'.join(map(str, each['loc']))}: {each['msg']}" for each in error.errors())
