import { useSignal } from "@preact/signals";
import type { VNode } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { countText } from "../../../app/view/numberTexts.js";
import { forgetKept, isKept, origin, shown } from "./session.js";
import { fragmentOf, MAX_LINK } from "./stateLink.js";
import { statesOf } from "./states.js";

/** What becomes of what is shown when the page is loaded again, and a link that carries it. */
export function Keeping(): VNode | null {
  const link = useSignal<string | undefined>(undefined);
  const current = shown.value;
  useEffect(() => {
    link.value = undefined;
  }, [current]);
  if (current === undefined) return null;
  const makeLink = async (): Promise<void> => {
    const made = `${location.href.replace(/#.*$/s, "")}${await fragmentOf(statesOf(current))}`;
    if (shown.value === current) link.value = made;
  };
  return (
    <div class="keeping small">
      <p>
        <span class="muted">{textOf(origin.value, isKept.value)}</span>{" "}
        {isKept.value && <button onClick={() => void forgetKept()}>Forget it</button>}{" "}
        <button onClick={() => void makeLink()}>Make a link</button>
      </p>
      {link.value !== undefined && <Link link={link.value} />}
    </div>
  );
}

function textOf(from: typeof origin.value, isStored: boolean): string {
  if (from === "link") return "This came with the link: its counts, and no pixel.";
  if (!isStored) return "This browser does not keep it: reloading the page shows nothing of it.";
  return from === "kept"
    ? "This was here before the page was loaded again: this browser kept its counts, and no pixel. Drop the masks again to look at them."
    : "This browser keeps its counts, and no pixel, for when the page is loaded again.";
}

function Link({ link }: { readonly link: string }): VNode {
  const status = useSignal("");
  const field = useRef<HTMLInputElement>(null);
  if (link.length > MAX_LINK) {
    return (
      <p class="problem" role="alert">
        {`A link would be ${countText(link.length)} characters long, and of more than ${countText(MAX_LINK)} browsers, mails and chats may lose the end: save the state as a file instead.`}
      </p>
    );
  }
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(link);
      status.value = "Copied.";
    } catch {
      // Not every browser lets a page write there: the link is there to be copied by hand.
      field.current?.select();
      status.value = "Copy it with your keyboard: it is selected.";
    }
  };
  return (
    <p class="link">
      <label>
        {`Link, ${countText(link.length)} characters: `}
        <input
          type="text"
          readOnly
          value={link}
          ref={field}
          onFocus={(event) => {
            event.currentTarget.select();
          }}
        />
      </label>{" "}
      <button onClick={() => void copy()}>Copy</button> <span role="status">{status.value}</span>{" "}
      <span class="muted">
        Whoever has it sees these counts. The address&apos;s end is sent to no server.
      </span>
    </p>
  );
}
