import type { VNode } from "preact";
import { useEffect, useState } from "preact/hooks";
import type { Viewer, ViewerProps } from "./Viewer.js";

/** What shows masks is loaded when there are some to be seen. */
export function LoadedViewer(props: ViewerProps): VNode | null {
  const [loaded, setLoaded] = useState<{ readonly Shown: typeof Viewer } | undefined>(undefined);
  useEffect(() => {
    void import("./Viewer.js").then(({ Viewer: Shown }) => {
      setLoaded({ Shown });
    });
  }, []);
  if (loaded === undefined) return null;
  const { Shown } = loaded;
  return <Shown {...props} />;
}
