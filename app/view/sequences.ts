/** So many images and no fewer say whether they are frames. */
const FEWEST = 20;

/** Sequences of fewer frames on average are no few. */
const FRAMES = 4;

/** A sequence's name, and the number of one of its images, which may be called a frame or a slice. */
const FRAME = /^(.*?)[-_./ ]*(?:(?:frame|slice|image|img|[fistz])[-_ ]*)?(\d+)$/i;

/**
 * Where ids look like frames of few sequences, a number counting up by the same step behind the sequence's name, the names of
 * these; undefined where they do not. Frames of one video, slices of one patient and tiles of one scene are no independent
 * images, and intervals that take them for such are too narrow.
 */
export function sequencesOf(ids: readonly string[]): string[] | undefined {
  if (ids.length < FEWEST) return undefined;
  const sequences = new Map<string, number[]>();
  for (const id of ids) {
    const match = FRAME.exec(id.replace(/\.\w+$/, ""));
    const name = match?.[1] ?? "";
    if (match === null || name === "") return undefined;
    sequences.set(name, [...(sequences.get(name) ?? []), Number(match[2])]);
  }
  if (sequences.size < 2 || sequences.size > ids.length / FRAMES) return undefined;
  let [regular, steps] = [0, 0];
  for (const frames of sequences.values()) {
    const [first = 0, ...others] = frames.sort((a, b) => a - b);
    const counts = new Map<number, number>();
    let before = first;
    for (const frame of others) {
      counts.set(frame - before, (counts.get(frame - before) ?? 0) + 1);
      before = frame;
    }
    regular += Math.max(0, ...counts.values());
    steps += others.length;
  }
  return regular * 2 >= steps ? [...sequences.keys()] : undefined;
}
