/** What the buttons of broadcasts carry: `!b:<verb>:<argument>:<draft>`, or a broadcast's number as the argument. */
export const PRESS = '!b:';

export interface Pressed {
  readonly verb: string;
  readonly argument: string;
  /** Empty for the buttons of a broadcast. */
  readonly draft: string;
}

export const draftData = (draft: string, verb: string, argument = ''): string => `${PRESS}${verb}:${argument}:${draft}`;
export const broadcastData = (verb: string, id: number | '' = ''): string => `${PRESS}${verb}:${id}`;

export function readData(data: string): Pressed | undefined {
  if (!data.startsWith(PRESS)) return undefined;
  const [verb = '', argument = '', draft = ''] = data.slice(PRESS.length).split(':');
  return { verb, argument, draft };
}
