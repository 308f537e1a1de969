import vue from "eslint-plugin-vue";
import tseslint from "typescript-eslint";
import parser from "vue-eslint-parser";

export default tseslint.config(
  { ignores: ["dist", "dist-*"] },
  { files: ["**/*.{js,ts}"], extends: [tseslint.configs.recommended] },
  {
    files: ["**/*.vue"],
    extends: [tseslint.configs.recommended, vue.configs["flat/essential"]],
    languageOptions: { parser, parserOptions: { parser: tseslint.parser } },
  },
  { files: ["src/**"], rules: { eqeqeq: "error" } },
);
