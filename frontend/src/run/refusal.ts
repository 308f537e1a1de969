import { isRecord } from "./messages";

/** What the user is told of an answer that is an error: its `detail`, else its status. */
export function refusalOf(status: number, text: string): string {
  return detailOf(text) ?? `HTTP ${status}`;
}

/** `{"detail": "…"}`, or the list of findings that a failed validation answers, as one line. */
function detailOf(text: string): string | null {
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    return null;
  }
  const detail = isRecord(body) ? body.detail : undefined;
  if (typeof detail === "string" && detail !== "") return detail;
  if (!Array.isArray(detail)) return null;
  const findings = detail.map((finding: unknown) => (isRecord(finding) ? finding.msg : finding));
  return findings.filter((finding) => typeof finding === "string").join("; ") || null;
}
