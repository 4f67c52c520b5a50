// As long as Node's own: Vitest's are of a hundred calls, and tests of damaged files make errors by the ten thousand.
Error.stackTraceLimit = 10;
