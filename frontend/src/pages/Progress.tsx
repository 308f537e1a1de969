import type { RunState } from "../run/types";

/** How far the run is: percent as text and as a bar, and the step in words. */
export function Progress({ run }: { run: RunState }) {
  const percent = percentOf(run);
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
        {stepOf(run)}
      </p>
    </section>
  );
}

/** Null when no run is under way. */
function percentOf(run: RunState): number | null {
  switch (run.phase) {
    case "starting":
      return 0;
    case "running":
      return run.progress;
    case "collecting":
    case "finished":
      return 100;
    default:
      return null;
  }
}

function stepOf(run: RunState): string {
  switch (run.phase) {
    case "idle":
      return "No test is under way.";
    case "starting":
      return "Starting the test…";
    case "running":
      return run.currentApi === null ? "Waiting for the next source…" : `Testing: ${run.currentApi}`;
    case "collecting":
    case "finished":
      return "Test completed. Loading the results…";
    case "failed":
      return "You can run another test.";
  }
}
