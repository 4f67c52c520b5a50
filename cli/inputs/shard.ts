import { describe } from "../../src/errors/describe.js";
import { UsageError } from "../exitCodes.js";

/** Every n-th of the images, beginning with the index-th. */
export interface Shard {
  readonly index: number;
  readonly count: number;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Where a scheduler tells a task of an array its number, and of how many it is one. */
interface ArrayJob {
  readonly index: string;
  readonly count: string | undefined;
  /** Whether tasks are always 0 to n - 1; else they may be 1 to n, and be submitted again as an array of fewer tasks. */
  readonly isFromZero: boolean;
}

const SLURM: ArrayJob = {
  index: "SLURM_ARRAY_TASK_ID",
  count: "SLURM_ARRAY_TASK_COUNT",
  isFromZero: false,
};

const ARRAY_JOBS: readonly ArrayJob[] = [
  SLURM,
  // Kubernetes tells a pod its own index only: the manifest has to say how many completions there are.
  { index: "JOB_COMPLETION_INDEX", count: "JOB_COMPLETIONS", isFromZero: true },
  { index: "AWS_BATCH_JOB_ARRAY_INDEX", count: "AWS_BATCH_JOB_ARRAY_SIZE", isFromZero: true },
];

/** GNU parallel numbers its jobs from 1, and nobody knows yet how many will come. Its job slots are used again and again. */
const PARALLEL: ArrayJob = { index: "PARALLEL_SEQ", count: undefined, isFromZero: false };

/** Set in every task of Nextflow, which tells a task's index in its script only. */
const NEXTFLOW = "NXF_TASK_WORKDIR";

/**
 * Reads --shard: "i/n", "auto" for what the job array's environment says, or "auto/n" where that says which task this is and
 * not of how many. i runs from 0 to n - 1 or from 1 to n: shard n is shard 0, so that either way of counting covers every image
 * once, and a task that is run again has the shard that it had.
 *
 * @throws {UsageError} none of them, or the environment does not say it for certain
 */
export function readShard(text: string, environment: Environment): Shard {
  const [, word, number] = /^(auto|\d{1,9})(?:\/(\d{1,9}))?$/.exec(text) ?? [];
  const count = number === undefined ? undefined : Number(number);
  if (word === "auto" && count === undefined) return shardOfArray(environment);
  if (word === "auto" && count !== undefined && count >= 1) return shardOfTask(environment, count);
  const index = Number(word);
  if (word === undefined || count === undefined || count < 1 || index > count) {
    throw new UsageError(
      `--shard expected i/n with i from 1 to n (or from 0 to n - 1), as 2/8, or auto, or auto/n, got ${describe(text)}`,
    );
  }
  return { index: index % count, count };
}

/** The variable of a job array that is set though no --shard was given: worth a note. */
export function unusedJobIndex(environment: Environment): string | undefined {
  return ARRAY_JOBS.find(({ index }) => environment[index] !== undefined)?.index;
}

/** --shard auto: the array is whole, by what its scheduler says of it. */
function shardOfArray(environment: Environment): Shard {
  const job = jobOf(environment);
  if (job === PARALLEL || job.count === undefined) {
    throw new UsageError(
      `--shard auto: ${job.index} says which job of GNU parallel this is, and nothing says of how many; pass --shard auto/n with the number of all jobs for n`,
    );
  }
  const count = read(environment, job, job.count);
  const task = read(environment, job, job.index);
  if (job !== SLURM) return shardOf(job, task, count, environment);
  const first = read(environment, job, "SLURM_ARRAY_TASK_MIN", 0);
  const step = read(environment, job, "SLURM_ARRAY_TASK_STEP", 1) || 1;
  const last = read(environment, job, "SLURM_ARRAY_TASK_MAX", first + (count - 1) * step);
  // Of 1-8 a part may be submitted again, as 3, as 1,3,7 or as 5-8: what it is a part of, no variable says.
  if (count === 1 || first > 1 || first + (count - 1) * step !== last) {
    throw new UsageError(
      `--shard auto: this array has ${count === 1 ? `task ${task} only` : `${count} tasks from ${first} to ${last}`}, as one has whose tasks are run again, and nothing says how many the whole array has; pass --shard auto/n with that number for n`,
    );
  }
  return shardOf(job, (task - first) / step + first, count, environment);
}

/** --shard auto/n: only which task this is is asked for. */
function shardOfTask(environment: Environment, count: number): Shard {
  const job = jobOf(environment);
  const told = job.count === undefined ? undefined : environment[job.count];
  const size = told === undefined ? count : read(environment, job, job.count as string);
  if (job.isFromZero ? size !== count : size > count) {
    throw new UsageError(
      `--shard auto/${count}: ${job.count as string} is ${size}, so that shards would be scored twice or not at all; pass --shard auto/${size}, or leave "/${count}" out`,
    );
  }
  return shardOf(job, read(environment, job, job.index), count, environment);
}

/** The one job array that this is a task of. */
function jobOf(environment: Environment): ArrayJob {
  const jobs = [...ARRAY_JOBS, PARALLEL].filter(({ index }) => environment[index] !== undefined);
  const [job, other] = jobs;
  if (job !== undefined && other === undefined) return job;
  if (job !== undefined && other !== undefined) {
    throw new UsageError(
      `--shard auto: ${job.index} and ${other.index} are both set, and either may be meant; pass --shard "$${other.index}/n" with the number of tasks for n`,
    );
  }
  if (environment[NEXTFLOW] !== undefined) {
    throw new UsageError(
      "--shard auto: Nextflow tells a task its index in the script only: pass --shard ${i}/n there, with an input i from Channel.of(1..n)",
    );
  }
  const names = [...ARRAY_JOBS, PARALLEL].map(({ index }) => index).join(", ");
  throw new UsageError(`--shard auto expected one of ${names} to be set, and none is; pass --shard i/n`);
}

function read(environment: Environment, job: ArrayJob, name: string, otherwise?: number): number {
  const text = environment[name];
  if (text === undefined && otherwise !== undefined) return otherwise;
  if (text === undefined || !/^\d{1,9}$/.test(text)) {
    throw new UsageError(
      `--shard auto: ${name} expected a whole number, got ${text === undefined ? "nothing" : describe(text)}; pass --shard auto/n, or --shard "$${job.index}/n", with the number of tasks for n`,
    );
  }
  return Number(text);
}

function shardOf(
  { index: name, isFromZero }: ArrayJob,
  task: number,
  count: number,
  environment: Environment,
): Shard {
  if (!Number.isInteger(task) || task > count - Number(isFromZero) || count < 1) {
    throw new UsageError(
      `--shard auto: ${name}=${environment[name] as string} is no task of ${count}, which are 0 to ${count - 1}${isFromZero ? "" : ` or 1 to ${count}`}; pass --shard i/n`,
    );
  }
  return { index: task % count, count };
}

/** Of a sorted list: neighbours go to different shards, for they tend to take alike long. */
export function sliceOf<T>(items: readonly T[], { index, count }: Shard): T[] {
  return items.filter((_, i) => i % count === index);
}
