/** How two sides of a run are the same. */
export interface Sameness {
  /** Pairs that are one file, by whatever path. */
  readonly oneFile: readonly number[];
  /** Whether all others hold the same bytes. */
  readonly isRestEqual: boolean;
  readonly pairCount: number;
}

/** Looks at files where they are. One that cannot be looked at is like no other: reading it will say why. */
export interface FileLooks<File> {
  /** Whether the two are one file: by a link, say. */
  readonly isOne: (a: File, b: File) => boolean;
  /** Asked only until two differ. */
  readonly haveSameBytes: (a: File, b: File) => Promise<boolean>;
  /** Lets others have their turn. */
  readonly pause: () => Promise<void>;
}

/** Files that are looked at between two pauses. */
const PAUSE_EVERY = 500;

/** Whether pairs of files are the same; undefined where none is one file, and two differ. */
export async function samenessOf<File>(
  pairs: readonly (readonly [File, File])[],
  { isOne, haveSameBytes, pause }: FileLooks<File>,
): Promise<Sameness | undefined> {
  const oneFile: number[] = [];
  let isRestEqual = pairs.length > 0;
  for (const [i, [a, b]] of pairs.entries()) {
    if (i % PAUSE_EVERY === 0) await pause();
    if (isOne(a, b)) oneFile.push(i);
    else if (isRestEqual) isRestEqual = await haveSameBytes(a, b);
  }
  return oneFile.length === 0 && !isRestEqual ? undefined : { oneFile, isRestEqual, pairCount: pairs.length };
}
