import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    // A command run as a process, or a property over many cases, is slow on a busy machine and no worse for it.
    testTimeout: 60_000,
  },
});
