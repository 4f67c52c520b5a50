import js from "@eslint/js";
import tseslint from "typescript-eslint";

export default tseslint.config(
  { ignores: ["dist/", "build/", "node_modules/", "coverage/", "**/*.generated.ts"] },
  js.configs.recommended,
  {
    files: ["{src,app,cli,test,bench,scripts,page}/**/*.{ts,tsx}", "*.ts"],
    ignores: ["bench/assembly/**", "bench/rivals/**", "test/consumers/**"],
    extends: [...tseslint.configs.strictTypeChecked, ...tseslint.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      // `array[i] as number` says that the index is known to be in range; `!` is the same with less said.
      "@typescript-eslint/non-nullable-type-assertion-style": "off",
      "@typescript-eslint/prefer-for-of": "off",
    },
  },
  {
    // Packages of their own, which need not be installed: no types to go by. The scripts that run them check them.
    files: ["{bench/rivals,test/consumers}/**/*.ts"],
    extends: [...tseslint.configs.strict, ...tseslint.configs.stylistic],
  },
  {
    // AssemblyScript is TypeScript to a parser, but for its decorators on functions; its types are checked by asc.
    files: ["assembly/**/*.ts", "bench/assembly/**/*.ts"],
    extends: [...tseslint.configs.strict],
    languageOptions: { parserOptions: { allowInvalidAST: true } },
    rules: { "no-undef": "off", "no-self-compare": "off", "prefer-const": "error" },
  },
  {
    files: ["{scripts,action}/**/*.mjs", "test/consumers/program/**/*.js"],
    languageOptions: {
      globals: {
        ...{ Buffer: "readonly", TextEncoder: "readonly", URL: "readonly" },
        ...{ console: "readonly", process: "readonly" },
      },
    },
  },
);
