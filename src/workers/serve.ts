import type { Port } from "./platform.js";
import { type AnswerMessage, type Handlers, type RequestMessage, type Requests, thrown } from "./requests.js";

/**
 * A worker's whole program: requests come in, and each is answered.
 *
 * @param transferOf what of an answer is handed over rather than copied
 */
export function serve<R extends Requests<R>>(
  port: Port,
  handlers: Handlers<R>,
  transferOf: (answer: R[keyof R][1]) => readonly Transferable[] = () => [],
): void {
  const answer = async ({ id, kind, asked }: RequestMessage): Promise<void> => {
    try {
      const content = await handlers[kind as keyof R](asked);
      port.post({ id, answer: content } satisfies AnswerMessage, transferOf(content));
    } catch (error) {
      port.post({ id, ...thrown(error) } satisfies AnswerMessage, []);
    }
  };
  // One after the other: a request that waits for a file must not be overtaken, and two at once would need twice the memory.
  let last = Promise.resolve();
  port.listen((message) => {
    last = last.then(() => answer(message as RequestMessage));
  });
}
