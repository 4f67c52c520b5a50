/** Of labels in other forms, which lie beside instance ids. */
const OTHER_FORMS = /_(?:color|labelIds|labelTrainIds|instanceTrainIds|panoptic|leftImg8bit)\.png$/;

/** Names of PNGs that hold instance ids for certain. */
export function isInstanceIds(name: string): boolean {
  return name.endsWith("_instanceIds.png");
}

/** Of the files of a folder those that hold Cityscapes' instance ids: those that are named so, else all PNGs of no other form. */
export function instanceFiles(names: readonly string[]): string[] {
  const all = names.filter((name) => name.endsWith(".png"));
  const named = all.filter(isInstanceIds);
  return named.length > 0 ? named : all.filter((name) => !OTHER_FORMS.test(name));
}

/**
 * An image is called as Cityscapes does, <city>_123456_123456, or as its file without the ending.
 *
 * @param name the file's, without folders
 */
export function cityscapesImage(name: string): string {
  return /^.+?_\d{6}_\d{6}(?=[_.])/.exec(name)?.[0] ?? name.replace(/(?:_gt\w+)?(?:_instanceIds)?\.png$/, "");
}
