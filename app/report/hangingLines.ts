/** Narrower, words would stand one below the other. */
const LEAST_WIDTH = 16;

/**
 * Words behind a beginning, in lines of at most `width`; every line but the first begins below the first word. A word that is
 * longer than a line, as a path, stays whole.
 */
export function hangingLines(beginning: string, text: string, width: number): string[] {
  const room = Math.max(LEAST_WIDTH, width - beginning.length);
  if (text.length <= room) return [`${beginning}${text}`.trimEnd()];
  const lines: string[] = [];
  let line = "";
  // Several spaces set things apart: they stay, but at a line's end.
  for (const [word, gap] of wordsOf(text)) {
    if (line !== "" && line.length + gap.length + word.length > room) {
      lines.push(line);
      line = word;
    } else {
      line += `${line === "" ? "" : gap}${word}`;
    }
  }
  lines.push(line);
  return lines.map((words, i) => `${i === 0 ? beginning : " ".repeat(beginning.length)}${words}`.trimEnd());
}

/** Each word with the spaces before it. */
function wordsOf(text: string): (readonly [word: string, gap: string])[] {
  return [...text.matchAll(/( *)([^ ]+)/g)].map(([, gap = "", word = ""]) => [word, gap]);
}
