import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import type { Contender, FileJob, Job, RunJob, Sample } from "./contender.js";

const SCRIPT = fileURLToPath(new URL("rivals.py", import.meta.url));

/** Debian's own Python first: that is the one which Debian's NumPy is installed for. */
const INTERPRETERS = ["/usr/bin/python3", "python3"];

interface Greeting {
  /** null: not installed. */
  readonly versions: Readonly<Record<string, string | null>>;
  readonly rivals: Readonly<Record<string, readonly (Job | FileJob | RunJob)[]>>;
}

/** What a case's .npy files hold; see rivals.py. */
interface LoadRequest {
  readonly groundTruth: string;
  readonly prediction: string;
  readonly numClasses: number;
  readonly classAxis: number;
  /** Of a volume's axes; else empty. */
  readonly spacing: readonly number[];
}

/** Files that a job reads. */
interface FilesRequest {
  readonly truth: string;
  readonly prediction: string;
}

/** Polygons of which a case's masks are made. */
interface MasksRequest {
  readonly polygons: string;
}

type Answer = Sample | { readonly failure: string };

/** rivals.py in a process that lives as long as the benchmark, so that importing is not timed and rounds may take turns. */
export class PythonRivals {
  private readonly answers: AsyncIterator<string>;
  private complaints = "";
  private greeting: Greeting = { versions: {}, rivals: {} };

  private constructor(private readonly child: ChildProcessWithoutNullStreams) {
    this.answers = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
    child.stderr.setEncoding("utf8").on("data", (text: string) => (this.complaints += text));
    // An interpreter that is missing, or that ends, shows as the end of its answers.
    child.on("error", (error) => (this.complaints += error.message));
    child.stdin.on("error", () => undefined);
  }

  /**
   * @param asked the interpreter that the user wants, if any
   * @returns undefined where no interpreter has NumPy
   */
  static async start(asked?: string): Promise<PythonRivals | undefined> {
    for (const interpreter of asked === undefined ? INTERPRETERS : [asked]) {
      const python = new PythonRivals(spawn(interpreter, [SCRIPT]));
      try {
        python.greeting = (await python.nextAnswer()) as Greeting;
        return python;
      } catch {
        python.stop();
      }
    }
    return undefined;
  }

  get versions(): Greeting["versions"] {
    return this.greeting.versions;
  }

  get names(): readonly string[] {
    return Object.keys(this.greeting.rivals);
  }

  async load(files: LoadRequest | FilesRequest | MasksRequest): Promise<void> {
    await this.ask({ load: files });
  }

  /** The contenders that do this job on the files loaded last. */
  contenders(job: Job | FileJob | RunJob): Contender[] {
    return Object.entries(this.greeting.rivals)
      .filter(([, jobs]) => jobs.includes(job))
      .map(([name]) => ({
        name,
        prepare: () => undefined,
        sample: async () => {
          const answer = (await this.ask({ rival: name, job })) as Answer;
          if ("failure" in answer) throw new Error(answer.failure);
          return answer;
        },
      }));
  }

  stop(): void {
    this.child.stdin.end();
  }

  private ask(request: object): Promise<unknown> {
    this.child.stdin.write(`${JSON.stringify(request)}\n`);
    return this.nextAnswer();
  }

  private async nextAnswer(): Promise<unknown> {
    const { done, value } = await this.answers.next();
    if (done === true) throw new Error(`Python ended: ${this.complaints.trim()}`);
    return JSON.parse(value);
  }
}
