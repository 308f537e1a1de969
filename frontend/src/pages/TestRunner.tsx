import { useEffect } from "react";
import { Link, useNavigate } from "react-router";

import { canStart } from "../run/machine";
import { Progress } from "./Progress";
import { RunForm } from "./RunForm";
import { useRun } from "./useRun";

/** The runner page: starts a test, shows how far it is, and leads to its results. */
export function TestRunner() {
  const { run, start } = useRun();
  const navigate = useNavigate();

  useEffect(() => {
    if (run.phase !== "finished") return;
    void navigate(`/results/${encodeURIComponent(run.jobId)}`, { state: { results: run.results } });
  }, [run, navigate]);

  return (
    <>
      <title>Test Runner · Care Home Data</title>
      <h1>Test Runner</h1>
      <p className="lead">Ask every data source about one care home and see what each of them knows.</p>
      {run.phase === "failed" && (
        <div role="alert" className="notice">
          {run.notice}
        </div>
      )}
      {run.phase === "failed" && run.completedJob !== undefined && (
        <p>
          The test itself is complete: <Link to={`/results/${encodeURIComponent(run.completedJob)}`}>open its results</Link>.
        </p>
      )}
      <div className="columns">
        <RunForm busy={!canStart(run)} onRun={start} />
        <Progress run={run} />
      </div>
    </>
  );
}
