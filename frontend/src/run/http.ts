import { detailOf } from "./detail";
import { isRecord } from "./messages";
import type { JobResults, RunRequest } from "./types";

/**
 * The four calls of the backend. Each rejects with an Error whose message can be shown: the answer's `detail`,
 * else its status, else what was wrong with it; or with the signal's reason.
 */
export async function checkHealth(signal: AbortSignal): Promise<void> {
  await ask("/health", { signal });
}

/** Answers the id of the job that was started. */
export async function startJob(request: RunRequest, signal: AbortSignal): Promise<string> {
  const headers = { "Content-Type": "application/json" };
  const body = JSON.stringify(request);
  const answer = parse(await ask("/api/test/comprehensive", { method: "POST", headers, body, signal }));
  if (!isRecord(answer) || typeof answer.job_id !== "string") throw new Error("the answer names no job");
  return answer.job_id;
}

export async function getStatus(jobId: string, signal: AbortSignal): Promise<unknown> {
  return parse(await ask(`/api/test/status/${encodeURIComponent(jobId)}`, { signal }));
}

export async function getResults(jobId: string, signal: AbortSignal): Promise<JobResults> {
  const answer = parse(await ask(`/api/test/results/${encodeURIComponent(jobId)}`, { signal }));
  if (!isRecord(answer)) throw new Error("the answer holds no results");
  return answer;
}

/** The sentence for the user in whatever was thrown. */
export function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** Danger: without "no-store" a browser holds a poll back as long as an identical one waits for its answer. */
async function ask(path: string, init: RequestInit): Promise<string> {
  const response = await reach(fetch(path, { cache: "no-store", ...init }));
  const text = await reach(response.text());
  if (!response.ok) throw new Error(detailOf(text) ?? `HTTP ${response.status}`);
  return text;
}

/** Browsers reject with a TypeError, each with words of its own, when no whole answer came. */
function reach<T>(transfer: Promise<T>): Promise<T> {
  return transfer.catch((error: unknown) => {
    throw error instanceof TypeError ? new Error("the server cannot be reached") : error;
  });
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Error("the answer is not JSON");
  }
}
