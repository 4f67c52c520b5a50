/** Reads HTML or XML: the browser does where there is one, happy-dom otherwise. Nothing in it is run or loaded. */
export async function documentReader(): Promise<(text: string, type: "text/html" | "text/xml") => Document> {
  if (typeof DOMParser !== "undefined") {
    const parser = new DOMParser();
    return (text, type) => parser.parseFromString(text, type);
  }
  const { Window } = await import("happy-dom");
  const parser = new new Window().DOMParser();
  return (text, type) => parser.parseFromString(text, type) as unknown as Document;
}

export const parseDocument = await documentReader();
