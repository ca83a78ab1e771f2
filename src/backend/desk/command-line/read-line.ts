import { createInterface } from 'node:readline/promises';

/** One line, typed or piped. The question goes to `output`, which must not be where results are written. */
export async function readLine(
  input: NodeJS.ReadableStream,
  output: NodeJS.WritableStream,
  question: string,
): Promise<string> {
  const terminal = createInterface({ input, output });
  try {
    return (await terminal.question(question)).trim();
  } finally {
    terminal.close();
  }
}
