import { failure, type MaskscoreError, type Problem, type WrongKinds, type WrongValues } from "./problem.js";

// An argument that is not what was expected. Text is made here only, on the throwing path.

type ArgumentCode = keyof WrongKinds | keyof WrongValues | "not-a-state" | "state-version";

/** One sentence: which argument, what was expected, what came, and the cure when there is one. */
export function expectation(argument: string, expected: string, got: string, cure?: string): string {
  return `"${argument}" expected ${expected}, got ${got}${cure === undefined ? "" : `; ${cure}`}`;
}

/** What makes the errors of one code. */
type Unexpected<C extends ArgumentCode> = (
  argument: string,
  expected: string,
  got: string,
  cure?: string,
  more?: ErrorOptions & { readonly pixel?: number },
) => MaskscoreError<C>;

function unexpected<C extends ArgumentCode>(Kind: ErrorConstructor, code: C): Unexpected<C> {
  return (argument, expected, got, cure, more) => {
    const pixel = more?.pixel;
    const problem = {
      code,
      argument,
      expected,
      got,
      ...(cure === undefined ? {} : { cure }),
      ...(pixel === undefined ? {} : { pixel }),
    };
    return failure(Kind, problem as unknown as Problem<C>, expectation(argument, expected, got, cure), more);
  };
}

// Bundlers drop those that a program does not throw.
export const wrongType = /* @__PURE__ */ unexpected(TypeError, "wrong-type");
export const unreadable = /* @__PURE__ */ unexpected(TypeError, "unreadable");

export const wrongValue = /* @__PURE__ */ unexpected(RangeError, "wrong-value");
export const unknownOption = /* @__PURE__ */ unexpected(RangeError, "unknown-option");
export const contradiction = /* @__PURE__ */ unexpected(RangeError, "options-contradict");
export const wrongShape = /* @__PURE__ */ unexpected(RangeError, "wrong-shape");
export const wrongLength = /* @__PURE__ */ unexpected(RangeError, "wrong-length");
export const sizesDiffer = /* @__PURE__ */ unexpected(RangeError, "sizes-differ");
export const ambiguous = /* @__PURE__ */ unexpected(RangeError, "ambiguous");
export const outOfMemory = /* @__PURE__ */ unexpected(RangeError, "out-of-memory");

export const notGrey = /* @__PURE__ */ unexpected(RangeError, "not-grey");
export const notOpaque = /* @__PURE__ */ unexpected(RangeError, "not-opaque");
export const unknownColour = /* @__PURE__ */ unexpected(RangeError, "unknown-colour");
export const greySegment = /* @__PURE__ */ unexpected(RangeError, "grey-segment");
export const segmentsOverlap = /* @__PURE__ */ unexpected(RangeError, "segments-overlap");
export const pixelUnlabelled = /* @__PURE__ */ unexpected(RangeError, "pixel-unlabelled");

export const notAState = /* @__PURE__ */ unexpected(Error, "not-a-state");
export const stateVersion = /* @__PURE__ */ unexpected(Error, "state-version");
