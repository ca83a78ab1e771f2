import type { Chat, ChatEvent, Effect, HandleEvent, Turn, TurnTools } from './chat-event.ts';

/** Somebody beside the applicant's conversation who looks at events first. It keeps a note of its own in each chat. */
export interface Route {
  /** Names its note in `Chat.aside`; stays the same for ever. */
  readonly name: 'staff' | 'broadcast' | 'support' | 'stats';
  /** undefined: not for me. Called for every event, so it must not ask the database before it knows that it is meant. */
  take(event: ChatEvent, chat: RoutedChat, tools: TurnTools): Promise<RouteTurn | undefined>;
}

export interface RoutedChat {
  readonly id: number;
  /** What this route kept, as JSON; undefined for nothing. */
  readonly note: unknown;
  /** The applicant's conversation, as it is stored: to be read, never to be changed. */
  readonly state: unknown;
}

export interface RouteTurn {
  readonly effects: readonly Effect[];
  /** Left out: as it was. null: nothing is kept any more. */
  readonly note?: unknown;
  /** The event is for the routes after this one and the applicant's conversation, too: what it leads to there comes after. */
  readonly passOn?: true;
}

/** The first route that takes an event has it; the applicant's conversation stays as it was, and gets all the others. */
export function createDispatch(routes: readonly Route[], applicant: HandleEvent): HandleEvent {
  return async (event, chat, tools) => {
    const notes = notesOf(chat);
    const before: Effect[] = [];
    let kept = notes;
    const after = ({ effects, ...turn }: Turn): Turn => ({
      ...turn,
      effects: [...before, ...effects],
      ...(kept !== notes && { aside: Object.keys(kept).length > 0 ? kept : null }),
    });
    for (const { name, take } of routes) {
      const turn = await take(event, { id: chat.id, note: kept[name], state: chat.state }, tools);
      if (!turn) continue;
      before.push(...turn.effects);
      if (turn.note !== undefined) kept = withNote(kept, name, turn.note);
      if (!turn.passOn) return after({ state: chat.state, effects: [] });
    }
    return after(await applicant(event, chat, tools));
  };
}

type Notes = Readonly<Record<string, unknown>>;

const notesOf = ({ aside }: Chat): Notes => (typeof aside === 'object' && aside !== null ? (aside as Notes) : {});

function withNote(notes: Notes, name: string, note: unknown): Notes {
  const { [name]: _, ...others } = notes;
  return note === null ? others : { ...others, [name]: note };
}
