import { type Conversation, newConversation } from '../conversation/conversation.ts';
import { certificateEndsAt } from '../conversation/known-applications.ts';
import type { ChatFacts } from '../inbox/chat-facts.ts';

const factsOf = ({ language, known, noticesOff }: Conversation): ChatFacts => ({
  language,
  regions: distinct(known.flatMap(({ region }) => region ?? [])),
  statuses: distinct(known.map(({ status }) => status)),
  certificateEndsAt: certificateEndsAt(known),
  noticesOff,
});

/** undefined when a turn leaves them as they were, which most turns do. */
export function newFacts(before: Conversation, after: Conversation): ChatFacts | undefined {
  const facts = factsOf(after);
  const isNew = before.lastSeenAt === newConversation.lastSeenAt;
  return isNew || JSON.stringify(facts) !== JSON.stringify(factsOf(before)) ? facts : undefined;
}

const distinct = (items: readonly string[]): readonly string[] => [...new Set(items)];
