import { existsSync, statfsSync } from "node:fs";
import { tmpdir } from "node:os";
import { defineConfig } from "vitest/config";

const SHARED_MEMORY = "/dev/shm";

/** What the tests write at most at a time, several times over. */
const ROOM_BYTES = 2 ** 31;

/** Where the tests' files go: into memory, where there is room; a disk may take a millisecond for each. */
function temporaryFolder(): string {
  if (!existsSync(SHARED_MEMORY)) return tmpdir();
  const { bavail, bsize } = statfsSync(SHARED_MEMORY);
  return bavail * bsize >= ROOM_BYTES ? SHARED_MEMORY : tmpdir();
}

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    env: { TMPDIR: temporaryFolder() },
    setupFiles: ["test/helpers/typedArrayEquality.ts", "test/helpers/shortStacks.ts"],
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
