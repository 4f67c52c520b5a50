// What of a name is not the image's, in words as --strip takes them: "_pred" (or "*_pred") is an ending, "mask_*" a
// beginning of the last part of a path, "gt/" a folder.

/** What is wrong with such a word; undefined where nothing is. */
export function stripWordFault(word: string): string | undefined {
  const isWhole = /^\*?[^*]+$|^[^*]+\*$/.test(word) && !/^\*?\/$/.test(word);
  return isWhole ? undefined : "expected an ending (_pred), a beginning (mask_*) or a folder (gt/)";
}

/** A name without what the words name: folders, and of endings and beginnings the longest that leaves something. */
export function stripped(name: string, words: readonly string[]): string {
  return words.length === 0 ? name : affixStripper(words)(folderStripper(words)(name));
}

/** Takes the folders that words name out of names. */
export function folderStripper(words: readonly string[]): (name: string) => string {
  const folders = words.filter(isFolderWord).map((word) => word.slice(0, -1));
  if (folders.length === 0) return (name) => name;
  return (name) => {
    const parts = name.split("/");
    return parts.filter((part, i) => i === parts.length - 1 || !folders.includes(part)).join("/");
  };
}

/** Takes the longest ending and beginning that words name off names. */
export function affixStripper(words: readonly string[]): (name: string) => string {
  // The longest first: "_labelIds" must not leave half of "_gtFine_labelIds".
  const longestFirst = (texts: readonly string[]): string[] => [...texts].sort((a, b) => b.length - a.length);
  const endings = longestFirst(words.filter(isEndingWord).map(endingOfWord));
  const beginnings = longestFirst(words.filter(isBeginningWord).map((word) => word.slice(0, -1)));
  if (endings.length === 0 && beginnings.length === 0) return (name) => name;
  return (name) => {
    const ending = endings.find((text) => {
      const rest = name.length - text.length;
      return rest > 0 && name.endsWith(text) && name[rest - 1] !== "/";
    });
    const rest = ending === undefined ? name : name.slice(0, -ending.length);
    const start = rest.lastIndexOf("/") + 1;
    const beginning = beginnings.find(
      (text) => rest.startsWith(text, start) && rest.length > start + text.length,
    );
    return beginning === undefined ? rest : rest.slice(0, start) + rest.slice(start + beginning.length);
  };
}

/** The same words about names that are changed. */
export function changedWords(words: readonly string[], change: (text: string) => string): string[] {
  return words
    .filter((word) => !isFolderWord(word))
    .map((word) =>
      isBeginningWord(word) ? `${change(word.slice(0, -1))}*` : `*${change(endingOfWord(word))}`,
    );
}

function isFolderWord(word: string): boolean {
  return word.endsWith("/");
}

function isBeginningWord(word: string): boolean {
  return word.endsWith("*");
}

function isEndingWord(word: string): boolean {
  return !isFolderWord(word) && !isBeginningWord(word);
}

function endingOfWord(word: string): string {
  return word.startsWith("*") ? word.slice(1) : word;
}
