const PATH = "/ws/test-progress";

/** Never through the dev server's proxy: straight to the backend. Left out of production bundles. */
const DEVELOPMENT_URL = "ws://localhost:8000/ws/test-progress";

/** The URL that the build was given; else, in development, the backend's, and in production the page's own origin's. */
export function socketUrl(): string {
  const configured = import.meta.env.VITE_WS_URL ?? "";
  if (configured !== "") return configured;
  if (import.meta.env.MODE !== "production" && (import.meta.env.DEV || import.meta.env.MODE === "development")) {
    return DEVELOPMENT_URL;
  }
  return location.origin.replace("http", "ws") + PATH;
}
