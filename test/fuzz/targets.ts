import { commandLines } from "./commandLines.js";
import { decoders } from "./decoders.js";
import type { FuzzTarget } from "./fuzzTarget.js";
import { jsonFiles } from "./jsonFiles.js";
import { library } from "./library.js";
import { measures } from "./measures.js";
import { states } from "./states.js";

export const TARGETS: readonly FuzzTarget[] = [decoders, library, measures, states, jsonFiles, commandLines];
