import { describe } from "../../src/errors/describe.js";
import { UsageError } from "../exitCodes.js";

/** Every n-th of the images, beginning with the index-th. */
export interface Shard {
  readonly index: number;
  readonly count: number;
}

/** Where array jobs say which task they are: its number, the first number, the step between, and how many there are. */
const ARRAY_JOBS = [
  {
    index: "SLURM_ARRAY_TASK_ID",
    first: "SLURM_ARRAY_TASK_MIN",
    step: "SLURM_ARRAY_TASK_STEP",
    count: "SLURM_ARRAY_TASK_COUNT",
  },
  { index: "JOB_COMPLETION_INDEX", first: undefined, step: undefined, count: "JOB_COMPLETIONS" },
  {
    index: "AWS_BATCH_JOB_ARRAY_INDEX",
    first: undefined,
    step: undefined,
    count: "AWS_BATCH_JOB_ARRAY_SIZE",
  },
] as const;

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Reads --shard: "i/n", or "auto" for what the job array's environment says. i runs from 0 to n - 1 or from 1 to n: shard n
 * is shard 0, so that either way of counting covers every image once.
 *
 * @throws {UsageError} neither
 */
export function readShard(text: string, environment: Environment): Shard {
  if (text === "auto") return shardOfJob(environment);
  const match = /^(\d{1,9})\/(\d{1,9})$/.exec(text);
  const [index, count] = [Number(match?.[1]), Number(match?.[2])];
  if (match === null || count < 1 || index > count) {
    throw new UsageError(
      `--shard expected i/n with i from 1 to n (or from 0 to n - 1), as 2/8, or auto, got ${describe(text)}`,
    );
  }
  return { index: index % count, count };
}

/** The variable of a job array that is set though no --shard was given: worth a note. */
export function unusedJobIndex(environment: Environment): string | undefined {
  return ARRAY_JOBS.find(({ index }) => environment[index] !== undefined)?.index;
}

function shardOfJob(environment: Environment): Shard {
  const job = ARRAY_JOBS.find(({ index }) => environment[index] !== undefined);
  if (job === undefined) {
    throw new UsageError(
      `--shard auto expected one of ${ARRAY_JOBS.map(({ index }) => index).join(", ")} to be set, and none is; pass --shard i/n`,
    );
  }
  const read = (name: string | undefined, otherwise: number | undefined): number => {
    const text = name === undefined ? undefined : environment[name];
    if (text === undefined && otherwise !== undefined) return otherwise;
    if (text === undefined || !/^\d+$/.test(text)) {
      throw new UsageError(
        `--shard auto: ${name as string} expected a whole number, got ${text === undefined ? "nothing" : describe(text)}; pass --shard "$${job.index}/n" with the number of tasks for n`,
      );
    }
    return Number(text);
  };
  const count = read(job.count, undefined);
  const index = (read(job.index, undefined) - read(job.first, 0)) / read(job.step, 1);
  if (!Number.isInteger(index) || index < 0 || index >= count) {
    throw new UsageError(
      `--shard auto: ${job.index}=${environment[job.index] as string} is no task of ${count}; pass --shard i/n`,
    );
  }
  return { index, count };
}

/** Of a sorted list: neighbours go to different shards, for they tend to take alike long. */
export function sliceOf<T>(items: readonly T[], { index, count }: Shard): T[] {
  return items.filter((_, i) => i % count === index);
}
