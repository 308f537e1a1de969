import vue from "@vitejs/plugin-vue";
import { defineConfig, loadEnv } from "vite";

/** PORT: the dev server's port. RUNNER_BACKEND_URL: where it sends `/v2`. */
export default defineConfig(({ mode }) => {
  const env = loadEnv(mode, ".", "");
  return {
    plugins: [vue()],
    server: {
      port: Number(env.PORT ?? 3000),
      strictPort: true,
      proxy: { "/v2": env.RUNNER_BACKEND_URL ?? "http://localhost:8000" },
    },
  };
});
