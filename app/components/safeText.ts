import { type ComponentChildren, Fragment, options, type VNode } from "preact";
import { pageText } from "../view/printable.js";

/** Attributes that are read or shown. */
const READ = ["title", "alt", "aria-label", "label", "placeholder"] as const;

type Props = Partial<Record<(typeof READ)[number], unknown>> & { children?: ComponentChildren };

let isSet = false;

/**
 * From now on no text of a component holds what turns the reading direction, steers or hides: names come from outside, and
 * they stand in every component. Asked of whoever renders, as markup or into a page: both must say the same.
 */
export function keepTextSafe(): void {
  if (isSet) return;
  isSet = true;
  const before = options.vnode?.bind(options);
  options.vnode = (vnode: VNode) => {
    if (typeof vnode.type === "string" || vnode.type === Fragment) makeSafe(vnode.props);
    // Signals have one of their own.
    before?.(vnode);
  };
}

function makeSafe(props: Props): void {
  if (props.children !== undefined) props.children = safe(props.children);
  for (const name of READ) {
    const text = props[name];
    if (typeof text === "string") props[name] = pageText(text);
  }
}

function safe(children: ComponentChildren): ComponentChildren {
  if (typeof children === "string") return pageText(children);
  return Array.isArray(children) ? children.map(safe) : children;
}
