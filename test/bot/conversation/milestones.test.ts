import { describe, expect, test } from '@jest/globals';
import type { StepName } from '../../../src/bot/conversation/answers.ts';
import { type Conversation, newConversation } from '../../../src/bot/conversation/conversation.ts';
import { createFlow } from '../../../src/bot/conversation/flow.ts';
import { progressOf } from '../../../src/bot/conversation/milestones.ts';
import type { Happening } from '../../../src/bot/conversation/turn.ts';
import type { ApplicationNumber } from '../../../src/domain/application-number.ts';
import { createTestBackend } from '../../support/backend.ts';
import { now } from '../../support/step.ts';

const flow = createFlow(createTestBackend(() => now).services, { pictureCode: true });
const said: Happening = { kind: 'text', text: 'x' };
const number = '482-093-755-618-809' as ApplicationNumber;
const at = (asked: StepName | null, furthest: StepName | null, more: Partial<Conversation> = {}): Conversation => ({
  ...newConversation,
  ...(asked && { place: 'question' as const }),
  asked,
  furthest,
  draft: { service: 'ssl-individual' },
  ...more,
});

describe('what is counted of a turn', () => {
  test.each<[string, Conversation, Conversation, readonly string[], StepName | null]>([
    ['the first question', newConversation, at('service', null, { draft: {} }), ['reached:service'], 'service'],
    [
      'the next question',
      at('service', 'service'),
      at('agreement', 'service'),
      ['answered:service', 'reached:agreement'],
      'agreement',
    ],
    [
      'a question after one that was left out',
      at('email', 'email'),
      at('region', 'email'),
      ['answered:email', 'reached:region'],
      'region',
    ],
    ['the same question once more', at('iin', 'iin'), at('iin', 'iin'), [], 'iin'],
    ['back to an earlier question', at('city', 'city'), at('region', 'city'), [], 'city'],
    ['forward again to where it was', at('region', 'city'), at('city', 'city'), [], 'city'],
    ['a look at something else', at('city', 'city'), at(null, 'city'), [], 'city'],
    ['a draft that is given up', at('city', 'city'), { ...newConversation }, [], null],
    [
      'the submission',
      at('review', 'review'),
      { ...newConversation, applications: [number] },
      ['answered:review', 'status:submitted'],
      null,
    ],
    [
      'a look at an application',
      { ...newConversation, applications: [number] },
      { ...newConversation, applications: [number] },
      [],
      null,
    ],
  ])('%s', (_, former, next, milestones, furthest) => {
    expect(progressOf(flow, said, former, next)).toEqual({ milestones, furthest });
  });

  test.each([
    ['issued', ['status:issued']],
    ['refused', ['status:refused']],
    ['submitted', []],
    ['signing', []],
    ['<script>', []],
  ])('a change of status to %s', (status, milestones) => {
    const change: Happening = { kind: 'status-change', number, status };
    expect(progressOf(flow, change, at('iin', 'iin'), at('iin', 'iin'))).toEqual({ milestones, furthest: 'iin' });
  });
});
