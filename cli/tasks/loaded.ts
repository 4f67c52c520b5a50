// What few runs need of the tasks, loaded as one: of several parts that are loaded one by one, what they share would be
// files of its own, and the command would start with all of those that it shares, too.
export { compareTask, compareTaskStates } from "./compareTask.js";
export { inspectJson } from "./inspectJson.js";
export { scoreMeasures } from "./scoreMeasures.js";
export { scoreTask } from "./scoreTask.js";
export { taskOfJson } from "./taskOfJson.js";
export { taskOfLabels } from "./taskOfLabels.js";
export { tellTaskStates } from "./taskStates.js";
