import type { RunView } from "./runView.js";

/** A warning that stands before every number, and whose model it is about. */
export interface FirstWarning {
  readonly model: string;
  readonly message: string;
}

/** Whether the number, however right, is of something else than its reader thinks. */
export function standsFirst({ code }: { readonly code: string }): boolean {
  return code === "same-files" || code === "same-models" || code === "partial";
}

/** What every output says before its numbers. */
export function firstWarnings({ models }: Pick<RunView, "models">): FirstWarning[] {
  return models.flatMap(({ name, findings }) =>
    findings.filter(standsFirst).map(({ message }) => ({ model: name, message })),
  );
}

/** Says the model where there are several. */
export function warningText({ model, message }: FirstWarning, { models }: Pick<RunView, "models">): string {
  return models.length === 1 ? message : `${model}: ${message}`;
}
