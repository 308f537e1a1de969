import { memo, type SubmitEvent } from "react";

import type { RunRequest } from "../run/types";
import { APIS } from "./apis";
import { readRequest } from "./request";

interface Props {
  busy: boolean;
  onRun: (request: RunRequest) => void;
}

/** Each news of the run is drawn anew, thousands of them in a burst: this form changes with none of them. */
export const RunForm = memo(function RunForm({ busy, onRun }: Props) {
  function submit(event: SubmitEvent<HTMLFormElement>) {
    event.preventDefault();
    onRun(readRequest(new FormData(event.currentTarget)));
  }

  return (
    <form className="card" aria-label="Care home" onSubmit={submit}>
      <fieldset disabled={busy}>
        <legend>Care home</legend>
        <label className="wide">
          Name
          <input name="homeName" required defaultValue="Sunrise Care Home" autoComplete="off" />
        </label>
        <label className="wide">
          Address <small>optional</small>
          <input name="address" autoComplete="off" />
        </label>
        <label>
          City <small>optional</small>
          <input name="city" autoComplete="off" />
        </label>
        <label>
          Postcode <small>optional</small>
          <input name="postcode" autoComplete="off" />
        </label>
      </fieldset>
      <fieldset disabled={busy}>
        <legend>Data sources</legend>
        {APIS.map(({ id, name }) => (
          <label key={id} className="tick">
            <input type="checkbox" name="apisToTest" value={id} defaultChecked />
            {name}
          </label>
        ))}
      </fieldset>
      <button type="submit" disabled={busy}>
        {busy ? "Running..." : "Run Comprehensive Test"}
      </button>
    </form>
  );
});
