/** Labels as people write them: "0, 255". Undefined of anything else. */
export function readLabels(text: string): readonly number[] | undefined {
  const words = text.split(/[\s,;]+/).filter((word) => word !== "");
  const labels = words.map((word) => (/^-?\d+$/.test(word) ? Number(word) : NaN));
  return labels.every((label) => Number.isSafeInteger(label)) ? labels : undefined;
}
