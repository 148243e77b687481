"""How a decision reads, on the terminal and in a report."""

from kaochang.domain.decisions import Decision
from kaochang.domain.ports import Words


def decision_text(decision: Decision, undone_by: Decision | None, words: Words) -> str:
    """What was decided about what, by whom and why; and who took it back, if anybody did."""
    who = " ".join(each for each in (decision.person, decision.name) if each)
    target = f"{decision.ticket} {who}".strip() or decision.room
    undoes = words("decision.about", about=decision.undoes) if decision.undoes else ""
    text = words(
        "decision.line-two" if decision.second else "decision.line",
        number=decision.number,
        kind=words(f"decision.{decision.kind}"),
        about=undoes or (words("decision.about", about=target) if target else ""),
        by=decision.by,
        second=decision.second,
        reason=decision.reason,
    )
    if undone_by is None:
        return text
    return words("decision.undone", text=text, number=undone_by.number, by=undone_by.by)
