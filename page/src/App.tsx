import { signal } from "@preact/signals";
import type { ComponentChildren, VNode } from "preact";
import { useEffect } from "preact/hooks";
import type { Learn } from "./learn/Learn.js";
import { Score } from "./score/Score.js";

const TABS = [
  { id: "score", label: "Score" },
  { id: "learn", label: "Learn" },
] as const;

type TabId = (typeof TABS)[number]["id"];

function tabOfAddress(): TabId {
  return location.hash.startsWith("#learn") ? "learn" : "score";
}

const current = signal<TabId>(tabOfAddress());
addEventListener("hashchange", () => (current.value = tabOfAddress()));

/** The whole page: what is asked of it is in its two tabs. */
export function App(): VNode {
  return (
    <>
      <a class="skip" href="#main">
        Skip to content
      </a>
      <header class="masthead">
        <p class="wordmark">maskscore</p>
        <nav aria-label="Parts of this page">
          {TABS.map(({ id, label }) => (
            <a key={id} href={`#${id}`} aria-current={current.value === id ? "page" : undefined}>
              {label}
            </a>
          ))}
        </nav>
        <Privacy />
      </header>
      <main id="main" tabIndex={-1}>
        <Panel id="score">
          <Score />
        </Panel>
        <Panel id="learn">
          <LoadedLearn />
        </Panel>
      </main>
    </>
  );
}

const learn = signal<{ readonly Shown: typeof Learn } | undefined>(undefined);

/** What teaches is loaded by who wants to learn. */
function LoadedLearn(): VNode | null {
  const isWanted = current.value === "learn" && learn.value === undefined;
  useEffect(() => {
    if (isWanted) void import("./learn/Learn.js").then(({ Learn: Shown }) => (learn.value = { Shown }));
  }, [isWanted]);
  if (learn.value === undefined) return null;
  const { Shown } = learn.value;
  return <Shown />;
}

/** Both tabs stay as they were left. */
function Panel({ id, children }: { readonly id: TabId; readonly children: ComponentChildren }): VNode {
  return <div hidden={current.value !== id}>{children}</div>;
}

function Privacy(): VNode {
  return (
    <details class="privacy">
      <summary>Nothing leaves this tab</summary>
      <p>
        Files are read, counted and drawn here, in this tab and its workers. The page&apos;s content policy (
        <code>connect-src &apos;none&apos;</code>) forbids every connection, and your browser enforces it.
        What was scored last is kept in this browser&apos;s own storage until you forget it: its counts, no
        pixel. Once loaded, the page works without a network.
      </p>
    </details>
  );
}
