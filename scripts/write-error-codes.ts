import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { format, resolveConfig } from "prettier";

// Writes docs/errors.md from the interfaces that the codes are types of. A test looks whether it was done.

const ROOT = fileURLToPath(new URL("../", import.meta.url));
export const DOCUMENT = `${ROOT}docs/errors.md`;

interface Code {
  readonly code: string;
  readonly meaning: string;
}

/** The members of an interface and what stands above them. */
export function codesOf(path: string, name: string): Code[] {
  const source = readFileSync(ROOT + path, "utf8");
  const body = new RegExp(`^export interface ${name} \\{\\n([^]*?)^\\}`, "m").exec(source)?.[1];
  if (body === undefined) throw new Error(`${path} has no interface ${name}`);
  return [...body.matchAll(/^ {2}\/\*\* (.*) \*\/\n {2}"?([a-z-]+)"?:/gm)].map(([, meaning, code]) => ({
    code: code as string,
    meaning: meaning as string,
  }));
}

const LIBRARY = "src/errors/problem.ts";
const SHARED = "app/errors/problem.ts";

function table(codes: readonly Code[]): string {
  return [
    "| code | what is wrong |",
    "| --- | --- |",
    ...codes.map(({ code, meaning }) => `| \`${code}\` | ${meaning.replaceAll("|", "\\|")} |`),
  ].join("\n");
}

export async function errorsDocument(): Promise<string> {
  const text = `# Errors

Every error that a caller or user can cause says in data, too, what is wrong. A code, once published, keeps its meaning; new ones
may come. The sentences are for people, and change.

<!-- Made by scripts/write-error-codes.ts from ${LIBRARY} and ${SHARED}. -->

## The library

What is thrown is a \`TypeError\`, \`RangeError\` or \`Error\`, as before, with \`error.code\` and \`error.problem\`: plain data that can be
posted and written as JSON. \`problem.argument\` is what was passed, as the library calls it; \`problem.side\` says whose pixels;
\`expected\` and \`got\` are words; \`label\`, \`pixel\` (row-major, in its image) and \`image\` (of a batch) tell where; \`cure\` is text, or
a list of what could be done. A pool's workers keep all of it. \`isMaskscoreError\` tells such an error from others, and narrows it
to a code:

\`\`\`js
import { confusionMatrix, isMaskscoreError } from "maskscore";

try {
  confusionMatrix(Uint8Array.of(0, 7), Uint8Array.of(0, 1), { numClasses: 2 });
} catch (error) {
  if (!isMaskscoreError(error, "label-out-of-range")) throw error;
  const { side, label, pixel, cure } = error.problem;
  console.log(side, label, pixel, cure[0]);
}
\`\`\`

\`\`\`text
groundTruth 7 1 { do: 'set-class-count', numClasses: 8 }
\`\`\`

A value of the wrong kind (\`TypeError\`):

${table(codesOf(LIBRARY, "WrongKinds"))}

The right kind, and a wrong value (\`RangeError\`):

${table(codesOf(LIBRARY, "WrongValues"))}

A right value at a wrong moment (\`Error\`):

${table(codesOf(LIBRARY, "WrongMoments"))}

## Files, folders and settings

What the command and the page meet beside that. The command's JSON names the code of each file that it could not score
(\`failures[].code\`, with \`--keep-going\`). Files (exit code 1, or 3 with \`--keep-going\`):

${table(codesOf(SHARED, "FileProblems"))}

Masks, folders and classes files (exit code 1, or 3 with \`--keep-going\`):

${table(codesOf(SHARED, "DataProblems"))}

Settings (exit code 2):

${table(codesOf(SHARED, "SettingProblems"))}
`;
  return format(text, { ...(await resolveConfig(DOCUMENT)), parser: "markdown" });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) writeFileSync(DOCUMENT, await errorsDocument());
