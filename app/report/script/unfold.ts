/** A link to a part of a model that is folded away unfolds it. */
export function unfoldForLinks(): void {
  const unfold = (): void => {
    const target = location.hash.length > 1 ? document.getElementById(location.hash.slice(1)) : null;
    const details = target?.closest("details");
    if (details != null) details.open = true;
  };
  addEventListener("hashchange", unfold);
  unfold();
}

/** What is folded away is printed all the same, and folded again afterwards. */
export function unfoldForPrint(): void {
  let opened: readonly HTMLDetailsElement[] = [];
  addEventListener("beforeprint", () => {
    opened = [
      ...document.querySelectorAll<HTMLDetailsElement>(
        "details.numbers:not([open]), details.model:not([open])",
      ),
    ];
    for (const details of opened) details.open = true;
  });
  addEventListener("afterprint", () => {
    for (const details of opened) details.open = false;
  });
}
