import { expect, it } from "vitest";
import type { Port, Spawn } from "../../src/workers/platform.js";
import { serve } from "../../src/workers/serve.js";
import { WorkerSet, type WorkerSetOptions } from "../../src/workers/workerSet.js";

/** What the workers of these tests are asked. */
interface TestRequests {
  readonly double: readonly [number, number];
  readonly who: readonly [undefined, number];
  readonly fail: readonly [undefined, never];
  readonly hang: readonly [undefined, never];
  readonly die: readonly [undefined, never];
}

class OwnError extends RangeError {
  override readonly name = "OwnError";
  readonly code = "own-code";
}

/** Workers in this thread, that talk as others do: by clones, and later. */
function workers(options: Partial<WorkerSetOptions> = {}): {
  readonly set: WorkerSet<TestRequests>;
  readonly started: () => number;
  readonly running: () => number;
} {
  let [started, running] = [0, 0];
  const spawn: Spawn = ({ answered, died }) => {
    const number = started++;
    running++;
    let isRunning = true;
    const end = (): void => {
      if (isRunning) running--;
      isRunning = false;
    };
    let receive: (message: unknown) => void = () => undefined;
    const port: Port = {
      post: (message) => {
        const clone: unknown = structuredClone(message);
        if (isRunning) answered(clone);
      },
      listen: (listener) => {
        receive = listener;
      },
    };
    serve<TestRequests>(port, {
      double: (value) => value * 2,
      who: () => number,
      fail: () => {
        throw new OwnError("as asked");
      },
      hang: () => new Promise<never>(() => undefined),
      die: () => {
        end();
        died(new Error("as asked"));
        return new Promise<never>(() => undefined);
      },
    });
    return {
      post: (message) => {
        const clone: unknown = structuredClone(message);
        setTimeout(() => {
          if (isRunning) receive(clone);
        });
      },
      ref: () => undefined,
      unref: () => undefined,
      terminate: () => {
        end();
        return Promise.resolve();
      },
    };
  };
  const set = new WorkerSet<TestRequests>({
    threads: 2,
    spawn,
    errors: {
      died: (reason) => new Error(`died: ${reason}`),
      unstartable: (reason) => new Error(`unstartable: ${reason}`),
      closed: () => new Error("closed"),
    },
    ...options,
  });
  return { set, started: () => started, running: () => running };
}

it("answers more requests than there are workers", async () => {
  const { set, started } = workers();
  const values = Array.from({ length: 50 }, (_, i) => i);
  expect(await Promise.all(values.map((value) => set.ask("double", value)))).toEqual(
    values.map((value) => value * 2),
  );
  expect(started()).toBe(2);
});

it("starts a worker only when there is something to do for it, where it is lazy", async () => {
  const { set, started } = workers({ isLazy: true, threads: 5 });
  expect(started()).toBe(0);
  await set.ask("double", 1);
  await set.ask("double", 1);
  expect(started()).toBe(1);
  await Promise.all(Array.from({ length: 9 }, () => set.ask("double", 1)));
  expect(started()).toBe(5);
});

it("gives an error back with its name and its data", async () => {
  const { set } = workers();
  await expect(set.ask("fail", undefined)).rejects.toMatchObject({
    name: "OwnError",
    code: "own-code",
    message: "as asked",
  });
  expect(await set.ask("double", 4)).toBe(8);
});

it("loses to a worker that dies what that had, and nothing else", async () => {
  const { set, started } = workers({ ahead: 2 });
  await set.ask("double", 1);
  const answers = await Promise.allSettled([
    set.ask("die", undefined),
    ...Array.from({ length: 20 }, (_, i) => set.ask("double", i)),
  ]);
  const rejected = answers.filter(({ status }) => status === "rejected");
  expect(rejected.length).toBeGreaterThanOrEqual(1);
  expect(rejected.length).toBeLessThanOrEqual(2);
  expect(answers[0]).toMatchObject({ status: "rejected", reason: new Error("died: as asked") });
  expect(started()).toBe(3);
});

it("gives up where workers die before they answer anything", async () => {
  const { set } = workers({
    spawn: ({ died }) => {
      setTimeout(() => {
        died(new Error("no script"));
      });
      const nothing = (): void => undefined;
      return { post: nothing, ref: nothing, unref: nothing, terminate: () => Promise.resolve() };
    },
  });
  const answers = await Promise.allSettled(Array.from({ length: 9 }, () => set.ask("double", 1)));
  expect(answers.every(({ status }) => status === "rejected")).toBe(true);
  await expect(set.ask("double", 1)).rejects.toThrow("unstartable: no script");
});

it("stops what is under way when it is cancelled, at once, and goes on with another worker", async () => {
  for (const isLazy of [false, true]) {
    const { set, running } = workers({ isLazy });
    const abort = new AbortController();
    const { signal } = abort;
    const cancelled = Promise.allSettled(
      Array.from({ length: 5 }, () => set.ask("hang", undefined, { signal })),
    );
    const other = set.ask("double", 21);
    await new Promise((resolve) => setTimeout(resolve));
    abort.abort(new Error("enough"));
    for (const outcome of await cancelled) {
      expect(outcome).toMatchObject({ status: "rejected", reason: new Error("enough") });
    }
    expect(await other).toBe(42);
    await expect(set.ask("double", 1, { signal })).rejects.toThrow("enough");
    expect(running()).toBe(isLazy ? 1 : 2);
  }
});

it("asks other requests of a worker that was stopped again, but not those whose memory is gone", async () => {
  const { set } = workers({ threads: 1, ahead: 3 });
  const abort = new AbortController();
  const outcomes = Promise.allSettled([
    set.ask("hang", undefined, { signal: abort.signal }),
    set.ask("double", 5),
    set.ask("double", 6, { transfer: [new ArrayBuffer(8)] }),
  ]);
  await new Promise((resolve) => setTimeout(resolve));
  abort.abort(new Error("enough"));
  expect(await outcomes).toMatchObject([
    { status: "rejected", reason: new Error("enough") },
    { status: "fulfilled", value: 10 },
    { status: "rejected", reason: new Error("died: it was stopped") },
  ]);
});

it("prefers an idle worker that was asked about the same, and has to have the one that holds it", async () => {
  const { set } = workers({ threads: 4 });
  const hang = new AbortController();
  const hanging = { signal: hang.signal };
  const others = Promise.allSettled([0, 1].map(() => set.ask("hang", undefined, hanging)));
  const holder = await set.ask("who", undefined, { about: "image", holds: "pair" });
  expect(holder).toBe(2);
  for (let i = 0; i < 3; i++) {
    expect(await set.ask("who", undefined, { about: "image" })).toBe(holder);
    expect(await set.ask("who", undefined, { heldBy: "pair" })).toBe(holder);
  }
  const busy = Promise.allSettled([set.ask("hang", undefined, { about: "image", ...hanging })]);
  expect(await set.ask("who", undefined, { about: "image" })).toBe(3);
  const held = Promise.allSettled([set.ask("who", undefined, { heldBy: "pair" })]);
  hang.abort(new Error("enough"));
  expect((await Promise.all([others, busy])).flat()).toMatchObject(
    [0, 1, 2].map(() => ({ reason: new Error("enough") })),
  );
  expect(await held).toMatchObject([{ reason: new Error("died: pair went with its worker") }]);
});

it("rejects everything once it is closed", async () => {
  const { set, running } = workers();
  const requests = Array.from({ length: 5 }, () => set.ask("hang", undefined));
  const outcomes = Promise.allSettled(requests);
  await set.close();
  for (const outcome of await outcomes) {
    expect(outcome).toMatchObject({ status: "rejected", reason: new Error("closed") });
  }
  await expect(set.ask("double", 1)).rejects.toThrow("closed");
  expect(running()).toBe(0);
});
