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
    ['a change of status to issued', 'issued', null, ['status:issued']],
    ['a change of status to refused', 'refused', null, ['status:refused']],
    ['a change of status to submitted', 'submitted', null, []],
    ['a change of status to signing', 'signing', null, []],
    ['a status that is none', '<script>', null, []],
    ['a notice about an application that was issued', 'issued', 'certificate-ends', []],
  ])('%s', (_, status, notice, milestones) => {
    const change: Happening = { kind: 'status-change', number, status, notice };
    expect(progressOf(flow, change, at('iin', 'iin'), at('iin', 'iin'))).toEqual({ milestones, furthest: 'iin' });
  });
});
