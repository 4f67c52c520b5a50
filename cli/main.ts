#!/usr/bin/env node
import { hearSignals } from "./interruption.js";
import { hearUnexpected } from "./unexpected.js";

// Before anything else is loaded: from the first line to the last a signal finds somebody who answers it.
hearSignals();
hearUnexpected();

// Whoever closed standard error does not want to read it; the exit code stands.
process.stderr.on("error", () => undefined);

const { run } = await import("./program.js");
await run();
