export { createScoringPool, type ScoringPool, type ScoringPoolOptions } from "./scoringPool.js";
