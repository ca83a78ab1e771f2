/** An error for the log: its kind and where it was thrown; values that a message may repeat are blotted out. */
export function describeError(error: unknown): {
  name: string;
  code?: string;
  message: string;
  stack: readonly string[];
} {
  if (!(error instanceof Error)) return { name: typeof error, message: '', stack: [] };
  const { code } = error as { code?: unknown };
  return {
    name: error.name,
    ...(typeof code === 'string' && { code }),
    message: blotOut(error.message),
    stack: (error.stack ?? '')
      .split('\n')
      .filter((line) => /^\s+at /.test(line))
      .slice(0, 12)
      .map((line) => line.trim()),
  };
}

const blotOut = (message: string): string =>
  message
    .slice(0, 500)
    .replace(/"[^"]*"|'[^']*'|`[^`]*`/g, '"…"')
    .replace(/\S+@\S+/g, '…@…')
    .replace(/\d{6,}/g, '…');
