import type { JobEvent } from "./types";

/**
 * What a text frame of the progress socket says; null for whatever the page has no use for.
 * Throws a SyntaxError for text that is no JSON; any JSON at all is read without one.
 */
export function readFrame(text: string): JobEvent | "acknowledgement" | null {
  const message: unknown = JSON.parse(text);
  if (!isRecord(message)) return null;
  if (message.type === "connected" || message.message === "connected") return "acknowledgement";
  return readEvent(message);
}

function readEvent({ job_id: jobId, event, data }: Record<string, unknown>): JobEvent | null {
  if (typeof jobId !== "string" || !isRecord(data)) return null;
  if (event === "progress") return readProgress(jobId, data);
  if (event === "completed") return { type: "completed", jobId };
  if (event === "failed") return readFailure(jobId, data);
  return null;
}

/**
 * What an answer of the status call says of the job; null when it says nothing of it.
 * A job that has ended has ended, even if the rest of the answer is unreadable.
 */
export function readStatus(jobId: string, answer: unknown): JobEvent | null {
  if (!isRecord(answer) || answer.job_id !== jobId) return null;
  switch (answer.status) {
    case "completed":
      return { type: "completed", jobId };
    case "failed":
      return readFailure(jobId, answer);
    default:
      return readProgress(jobId, answer);
  }
}

/**
 * Progress that is no number up to 100 is not guessed at: what came with it is dropped as well. Less than 0 is less
 * than is shown, and so no news.
 */
function readProgress(jobId: string, { progress, current_api: api }: Record<string, unknown>): JobEvent | null {
  if (typeof progress !== "number" || progress > 100) return null;
  const currentApi = typeof api === "string" ? api : null;
  return { type: "progress", jobId, progress: Math.round(progress), currentApi };
}

function readFailure(jobId: string, { error }: Record<string, unknown>): JobEvent {
  return { type: "failed", jobId, error: typeof error === "string" ? error : "unknown error" };
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
