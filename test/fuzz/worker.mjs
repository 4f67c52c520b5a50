// A thread does not inherit what reads TypeScript in the process.
import { register } from "tsx/esm/api";

register();
await import("./runCases.ts");
