import react from "@vitejs/plugin-react";
import { defineConfig, loadEnv, type Plugin } from "vite";

/** PORT: the dev server's port. RUNNER_BACKEND_URL: where it sends `/api` and `/health`. */
export default defineConfig(({ mode }) => {
  const env = loadEnv(mode, ".", "");
  const backend = env.RUNNER_BACKEND_URL ?? "http://localhost:8000";
  return {
    plugins: [react(), routerBase()],
    server: {
      port: Number(env.PORT ?? 3000),
      strictPort: true,
      proxy: { "/api": backend, "/health": backend },
    },
  };
});

/**
 * react-router parses relative URLs against a made-up base, "http://localhost". A production bundle must not
 * name that host at all, so that a search for it finds only real mistakes.
 */
function routerBase(): Plugin {
  return {
    name: "router-base",
    apply: "build",
    transform: {
      filter: { id: /node_modules\/react-router\//, code: "http://localhost" },
      handler: (code) => ({ code: code.replaceAll("http://localhost", "http://page.invalid"), map: null }),
    },
  };
}
