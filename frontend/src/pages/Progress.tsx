import type { RunState } from "../run/types";

/** How far the run is: percent as text and as a bar, and the step in words. */
export function Progress({ run }: { run: RunState }) {
  const [percent, step] = said(run);
  return (
    <section className="card progress" aria-label="Progress">
      <h2>Progress</h2>
      {percent !== null && (
        <>
          <p className="percent">{`${percent}%`}</p>
          <div
            className="track"
            role="progressbar"
            aria-label="Test progress"
            aria-valuenow={percent}
            aria-valuemin={0}
            aria-valuemax={100}
          >
            <div className="fill" style={{ width: `${percent}%` }} />
          </div>
        </>
      )}
      <p className="step" aria-live="polite">
        {step}
      </p>
    </section>
  );
}

/** The percent, null when no run is under way, and the step in words. */
function said(run: RunState): [number | null, string] {
  switch (run.phase) {
    case "idle":
      return [null, "No test is under way."];
    case "starting":
      return [0, "Starting the test…"];
    case "running":
      return [run.progress, run.currentApi === null ? "Waiting for the next source…" : `Testing: ${run.currentApi}`];
    case "failed":
      return [null, "You can run another test."];
    default:
      return [100, "Test completed. Loading the results…"];
  }
}
