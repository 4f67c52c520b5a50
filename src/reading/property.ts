import { unreadable } from "../errors/argument.js";
import { describe } from "../errors/describe.js";

/** Reads one property of a caller's object; a getter that throws is reported under the argument's name. */
export function readProperty(value: object, name: string, argument: string): unknown {
  try {
    return (value as Record<string, unknown>)[name];
  } catch (cause) {
    throw unreadableError(argument, name, cause);
  }
}

/** Calls a method of a caller's object. */
export function callMethod(value: object, name: string, args: readonly unknown[], argument: string): unknown {
  try {
    return (value as Record<string, (...args: readonly unknown[]) => unknown>)[name]?.(...args);
  } catch (cause) {
    throw unreadableError(argument, `${name}()`, cause);
  }
}

export function hasMethod(value: object, name: string, argument: string): boolean {
  return typeof readProperty(value, name, argument) === "function";
}

function unreadableError(argument: string, name: string, cause: unknown): TypeError {
  const reason = cause instanceof Error ? cause.message : describe(cause);
  return unreadable(
    argument,
    "readable data",
    `an error from its ${name}: ${reason}`,
    "score it before it is disposed; where its data is on the GPU, pass await loadTensor(tensor)",
    { cause },
  );
}
