/** Lengths as people write them: "0.8, 0.8, 2.5". Undefined of anything else, and of what is below 0. */
export function readLengths(text: string): readonly number[] | undefined {
  const words = text.split(/[\s,;]+/).filter((word) => word !== "");
  const lengths = words.map((word) => (/^(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i.test(word) ? Number(word) : NaN));
  return lengths.every(Number.isFinite) ? lengths : undefined;
}

/** Lengths along x, y and, of volumes, z, or none at all. Undefined of anything else: pixels are some way apart. */
export function readSpacing(text: string): readonly number[] | undefined {
  const lengths = readLengths(text);
  const isRight = lengths !== undefined && [0, 2, 3].includes(lengths.length) && !lengths.includes(0);
  return isRight ? lengths : undefined;
}
