import tseslint from "typescript-eslint";

export default tseslint.config(
  { ignores: ["dist", "dist-*"] },
  { files: ["**/*.js"], extends: [tseslint.configs.recommended] },
  {
    files: ["**/*.{ts,tsx}"],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { projectService: true } },
    rules: {
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
    },
  },
  {
    files: ["src/**"],
    rules: { "no-console": "error", eqeqeq: "error" },
  },
  {
    files: ["src/run/**"],
    rules: {
      "no-restricted-imports": ["error", { patterns: [{ group: ["react*", "../*"], message: "The run client knows no React." }] }],
    },
  },
  { files: ["src/run/log.ts"], rules: { "no-console": "off" } },
);
