export type Dict = Record<string, unknown>;

/** News of a probe; both channels tell it in these words. */
export type News =
  | { state: "RUNNING"; percent: number; source: string }
  | { state: "DONE" }
  | { state: "BROKEN"; fault: string };

export function isRecord(value: unknown): value is Dict {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** What an answer to the state call says of that probe; null where it says nothing of it. */
export function newsOfState(id: string, { probe }: Dict): News | null {
  if (!isRecord(probe) || (probe.id ?? id) !== id) return null;
  switch (probe.state) {
    case "DONE":
      return { state: "DONE" };
    case "BROKEN":
      return broken(probe);
    default:
      return moved(probe);
  }
}

/** What a message of the feed says of that probe; null where it says nothing of it. */
export function newsOfMessage(id: string, { kind, probe }: Dict): News | null {
  if (!isRecord(probe) || probe.id !== id) return null;
  switch (kind) {
    case "MOVED":
      return moved(probe);
    case "DONE":
      return { state: "DONE" };
    case "BROKEN":
      return broken(probe);
    default:
      return null;
  }
}

/** A `pct` that is no number from 0 to 100 is not guessed at. */
function moved({ pct, source }: Dict): News | null {
  if (typeof pct !== "number" || !(pct >= 0 && pct <= 100)) return null;
  return { state: "RUNNING", percent: Math.round(pct), source: typeof source === "string" ? source : "" };
}

function broken({ fault }: Dict): News {
  const text = isRecord(fault) ? fault.text : null;
  return { state: "BROKEN", fault: typeof text === "string" && text ? text : "nobody knows why" };
}
