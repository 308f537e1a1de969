import { isRecord } from "./messages";

/** What an error answer says to the user: `{"detail": "…"}`, or a failed validation's list of findings as one line. */
export function detailOf(text: string): string | null {
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
