const PATH = "/ws/test-progress";

/** The URL that the build was given, else the progress socket of the page's own origin. */
export function socketUrl(): string {
  const configured = import.meta.env.VITE_WS_URL ?? "";
  return configured === "" ? location.origin.replace(/^http/, "ws") + PATH : configured;
}
