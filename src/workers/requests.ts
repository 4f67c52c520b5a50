/** What workers are asked, by kind, each with its answer; all of it can be posted. */
export type Requests<R> = { readonly [K in keyof R]: readonly [asked: unknown, answer: unknown] };

export type Asked<R extends Requests<R>, K extends keyof R> = R[K][0];
export type Answer<R extends Requests<R>, K extends keyof R> = R[K][1];

/** What a worker does with each kind of request. */
export type Handlers<R extends Requests<R>> = {
  readonly [K in keyof R]: (asked: Asked<R, K>) => Answer<R, K> | Promise<Answer<R, K>>;
};

/** What travels to a worker. */
export interface RequestMessage {
  readonly id: number;
  readonly kind: PropertyKey;
  readonly asked: unknown;
}

/** What travels back. */
export type AnswerMessage = { readonly id: number } & ({ readonly answer: unknown } | Thrown);

/** Something that was thrown. The clone of an error comes without its class and its own data, which go beside it. */
interface Thrown {
  readonly error: unknown;
  readonly details: Readonly<Record<string, unknown>>;
}

export function thrown(error: unknown): Thrown {
  return {
    error,
    details:
      error instanceof Error ? Object.fromEntries([...Object.entries(error), ["name", error.name]]) : {},
  };
}

/** What was thrown, with its name and its data again. */
export function errorOf({ error, details }: Thrown): Error {
  return error instanceof Error ? Object.assign(error, details) : new Error(String(error));
}
