import { useSignal } from "@preact/signals";
import type { ComponentType, VNode } from "preact";
import { useEffect } from "preact/hooks";

interface LoadedProps<Props> {
  readonly load: () => Promise<ComponentType<Props>>;
  readonly props: Props;
}

/** A component that is loaded when there is something to show. */
export function Loaded<Props extends object>({ load, props }: LoadedProps<Props>): VNode | null {
  const loaded = useSignal<{ readonly Shown: ComponentType<Props> } | undefined>(undefined);
  useEffect(() => {
    void load().then((Shown) => (loaded.value = { Shown }));
  }, []);
  if (loaded.value === undefined) return null;
  const { Shown } = loaded.value;
  return <Shown {...props} />;
}
