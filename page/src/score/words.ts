/** The command's options, as the page calls them: errors of masks are written once, for both. */
const WORDS: readonly (readonly [RegExp, string])[] = [
  [/pass --ignore-index (-?\d+)/g, 'set "Ignored label" to $1'],
  [
    /pass --nodata label to count it as that, or --nodata ignore to leave such pixels out/g,
    'choose under "A file\'s no data" whether it is a label or ignored',
  ],
  [/pass --void-predictions miss/g, 'choose "missed" under "Void predictions"'],
  [/pass --num-classes (\d+)/g, 'set "Classes" to $1'],
  [/pass --binary/g, 'choose "Zero against the rest"'],
  [/--layout channelsFirst/g, '"Class axis first"'],
  [/--layout/g, '"Class axis first"'],
  [
    /pass --palette FILE, or --rgb-ids where they are ids/g,
    'choose a data set whose colours these are, or "Colours are ids" where they are',
  ],
  [/--rgb-ids/g, '"Colours are ids"'],
  [/; pass --allow-missing to score the others/g, ""],
  [/; if the names differ by an ending, pass --strip \S+/g, ""],
  [
    /pass --placement ignore to score the pixels as they lie/g,
    'choose "Pixels as they lie" to score them so',
  ],
  [/--dataset and --num-classes/g, '"Data set" and "Classes"'],
  [/--dataset/g, '"Data set"'],
];

/** A message in the page's own words. */
export function inPageWords(message: string): string {
  return WORDS.reduce((text, [pattern, words]) => text.replace(pattern, words), message);
}
