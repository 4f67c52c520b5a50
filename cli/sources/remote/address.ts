/** Whether a path is of a server. */
export function isRemote(path: string): boolean {
  return /^(?:https?|s3):\/\//i.test(path);
}
