import { render } from "preact";
import { keepTextSafe } from "../../app/components/safeText.js";
import { App } from "./App.js";
import { restore } from "./score/session.js";
import { carriesStates } from "./score/stateLink.js";
import { setProgram } from "./counting/workers.js";

/** Shows the page; workers run the program at this address. */
export function run(programUrl: string): void {
  setProgram(programUrl);
  keepTextSafe();
  render(<App />, document.getElementById("app") as HTMLElement);
  void restore();
  addEventListener("hashchange", () => {
    if (carriesStates(location.hash)) void restore();
  });
  // Offline from the second visit on. Without one, or where there are none (file://), the page works all the same.
  if (import.meta.env.PROD && "serviceWorker" in navigator) {
    navigator.serviceWorker.register("./service-worker.js").catch(() => undefined);
  }
}
