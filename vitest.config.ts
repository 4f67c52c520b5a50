import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    setupFiles: ["test/helpers/typedArrayEquality.ts"],
    // Every core: Vitest would leave one to itself, which of two is half of the time.
    maxWorkers: "100%",
    // As isolated as processes, and begun in less time: of each file's start a third is saved. Modules are loaded once for
    // all files of a thread, which saves a fifth of all; no test leaves anything changed in them.
    pool: "threads",
    isolate: false,
    // A command run as a process, or a property over many cases, is slow on a busy machine and no worse for it.
    testTimeout: 60_000,
  },
});
