import { useSignal } from "@preact/signals";
import type { VNode } from "preact";
import { useEffect } from "preact/hooks";
import type { TaskScored } from "./taskScored.js";
import type { TaskResults } from "./TaskResults.js";

/** What shows a task's run is loaded when there is one. */
export function LoadedResults({ scored }: { readonly scored: TaskScored }): VNode | null {
  const loaded = useSignal<{ readonly Shown: typeof TaskResults } | undefined>(undefined);
  useEffect(() => {
    void import("./TaskResults.js").then(({ TaskResults: Shown }) => (loaded.value = { Shown }));
  }, []);
  if (loaded.value === undefined) return null;
  const { Shown } = loaded.value;
  return <Shown scored={scored} />;
}
