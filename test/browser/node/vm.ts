/** Compiles a script and does not run it, which is all that tests ask of node:vm. */
// eslint-disable-next-line @typescript-eslint/no-extraneous-class -- a class, since they say "new".
export class Script {
  constructor(code: string) {
    // eslint-disable-next-line @typescript-eslint/no-implied-eval -- which is what this is for.
    new Function(code);
  }
}
