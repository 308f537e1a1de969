import { Link, useParams } from "react-router";

import { isRecord } from "../run/messages";
import type { JobResults } from "../run/types";
import { apiName } from "./apis";
import { useResults } from "./useResults";

const MOST_CHARACTERS = 2000;

/** The results of one job. Whatever their shape, they are shown. */
export function Results() {
  const { jobId } = useParams() as { jobId: string };
  return <ResultsOf key={jobId} jobId={jobId} />;
}

function ResultsOf({ jobId }: { jobId: string }) {
  const { state, reload } = useResults(jobId);
  return (
    <>
      <title>Test results · Care Home Data</title>
      <h1>Test results</h1>
      <p className="lead">
        Job <code>{jobId}</code>
      </p>
      {state.phase === "loading" && <p role="status">Loading the results…</p>}
      {state.phase === "failed" && (
        <>
          <div role="alert" className="notice">{`Could not load the results: ${state.reason}`}</div>
          <button type="button" onClick={reload}>
            Try again
          </button>
        </>
      )}
      {state.phase === "loaded" && <Findings job={state.results} />}
      <p>
        <Link to="/test">Start another test</Link>
      </p>
    </>
  );
}

function Findings({ job }: { job: JobResults }) {
  const sources = isRecord(job.results) ? Object.entries(job.results) : [];
  return (
    <>
      <dl className="facts card">
        <Fact name="Status" value={job.status} />
        <Fact name="Started" value={timeOf(job.started_at)} />
        <Fact name="Completed" value={timeOf(job.completed_at)} />
        <Fact name="Total cost" value={costOf(job.total_cost)} />
      </dl>
      <h2>Data sources</h2>
      {sources.length === 0 && <p>No source gave an answer.</p>}
      <div className="answers">
        {sources.map(([id, answer]) => (
          <section key={id} className="card">
            <h3>{apiName(id)}</h3>
            <Value value={answer} />
          </section>
        ))}
      </div>
      {isRecord(job.fusion_analysis) && Object.keys(job.fusion_analysis).length > 0 && (
        <>
          <h2>Analysis across the sources</h2>
          <section className="card">
            <Value value={job.fusion_analysis} />
          </section>
        </>
      )}
      <details>
        <summary>The whole answer as JSON</summary>
        <pre>{JSON.stringify(job, null, 2)}</pre>
      </details>
    </>
  );
}

function Fact({ name, value }: { name: string; value: unknown }) {
  if (typeof value !== "string") return null;
  return (
    <div>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  );
}

/** A record is shown as a list of its fields, whatever is deeper as JSON. */
function Value({ value }: { value: unknown }) {
  if (!isRecord(value)) return <p>{textOf(value)}</p>;
  return (
    <dl className="fields">
      {Object.entries(value).map(([name, field]) => (
        <div key={name}>
          <dt>{name.replaceAll("_", " ")}</dt>
          <dd>{textOf(field)}</dd>
        </div>
      ))}
    </dl>
  );
}

/** Clipped: laying out millions of characters takes a browser seconds. */
function textOf(value: unknown): string {
  const text = wholeTextOf(value);
  return text.length > MOST_CHARACTERS ? `${text.slice(0, MOST_CHARACTERS)}…` : text;
}

function wholeTextOf(value: unknown): string {
  if (Array.isArray(value) && value.every((item) => typeof item === "string")) return value.join(", ");
  return typeof value === "string" ? value : JSON.stringify(value);
}

/** In UTC, so that two who look at one run name the same time; a browser's first `toLocaleString` takes 40 ms. */
function timeOf(value: unknown): string | null {
  const time = typeof value === "string" ? Date.parse(value) : NaN;
  return Number.isNaN(time) ? null : `${new Date(time).toISOString().slice(0, 19).replace("T", " ")} UTC`;
}

function costOf(value: unknown): string | null {
  return typeof value === "number" ? value.toFixed(2) : null;
}
