import { useEffect, useRef } from "react";
import { Link, useNavigate } from "react-router";

import { canStart } from "../run/machine";
import type { Failed } from "../run/types";
import { Progress } from "./Progress";
import { RunForm } from "./RunForm";
import { useRun } from "./useRun";

/** The runner page: starts a test, shows how far it is, and leads to its results. */
export function TestRunner() {
  const { run, start } = useRun();
  const navigate = useNavigate();

  // On a phone it is below the form.
  const happening = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (run.phase !== "idle") happening.current?.scrollIntoView({ block: "nearest" });
  }, [run.phase]);

  useEffect(() => {
    if (run.phase !== "finished") return;
    window.scrollTo(0, 0);
    void navigate(`/results/${encodeURIComponent(run.jobId)}`, { state: run.results });
  }, [run, navigate]);

  return (
    <>
      <title>Test Runner · Care Home Data</title>
      <h1>Test Runner</h1>
      <p className="lead">Ask every data source about one care home and see what each of them knows.</p>
      <div className="columns">
        <RunForm busy={!canStart(run)} onRun={start} />
        <div ref={happening}>
          {run.phase === "failed" && <Failure {...run} />}
          <Progress run={run} />
        </div>
      </div>
    </>
  );
}

function Failure({ notice, completedJob }: Failed) {
  return (
    <>
      <div role="alert" className="notice">
        {notice}
      </div>
      {completedJob !== undefined && (
        <p>
          The test itself is complete. <Link to={`/results/${encodeURIComponent(completedJob)}`}>Try its results again</Link>
        </p>
      )}
    </>
  );
}
