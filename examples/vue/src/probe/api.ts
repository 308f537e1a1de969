import { isRecord, type Dict } from "./words";

/**
 * The four calls of the backend. Each rejects with an Error that can be shown, when the answer is none or says
 * why not, or when so many seconds are over.
 */
export async function ping(over: AbortSignal): Promise<void> {
  await ask("GET", "/v2/ping", 3, over);
}

/** Answers the probe's id. */
export async function launch(environment: string, over: AbortSignal): Promise<string> {
  const { probe } = await object(ask("POST", "/v2/probes", 20, over, { environment }));
  if (!isRecord(probe) || typeof probe.id !== "string" || probe.id === "") throw new Error("no probe was made of it");
  return probe.id;
}

export function state(id: string, over: AbortSignal): Promise<Dict> {
  return object(ask("GET", `/v2/probes/${encodeURIComponent(id)}`, 8, over));
}

export function report(id: string, over: AbortSignal): Promise<Dict> {
  return object(ask("GET", `/v2/probes/${encodeURIComponent(id)}/report`, 10, over));
}

export function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

async function object(asked: Promise<Response>): Promise<Dict> {
  const body: unknown = await (await asked).json();
  if (!isRecord(body)) throw new Error("the answer makes no sense");
  return body;
}

/** Danger: without "no-store" a browser holds a request back as long as an identical one waits for its answer. */
async function ask(method: string, path: string, seconds: number, over: AbortSignal, body?: Dict): Promise<Response> {
  const signal = AbortSignal.any([over, AbortSignal.timeout(seconds * 1000)]);
  const headers = { "Content-Type": "application/json" };
  const sent = body && { headers, body: JSON.stringify(body) };
  const response = await fetch(path, { method, cache: "no-store", signal, ...sent });
  if (!response.ok) throw new Error(await problemOf(response));
  return response;
}

async function problemOf(response: Response): Promise<string> {
  const body: unknown = await response.json().catch(() => null);
  const problem = isRecord(body) && isRecord(body.problem) ? body.problem.title : null;
  return typeof problem === "string" && problem ? problem : `the server said ${response.status}`;
}
