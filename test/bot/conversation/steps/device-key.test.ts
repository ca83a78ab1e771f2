import { describe, expect, test } from '@jest/globals';
import { deviceKey } from '../../../../src/bot/conversation/steps/device-key.ts';
import { choice, domainOf, sticker, text, tryStep } from '../../../support/step.ts';

const step = () => tryStep(({ services }) => deviceKey(services.keyPage));
const draft = { domain: domainOf('example.kz'), 'key-storage': 'this-device' } as const;
const made = { kind: 'made-key', pem: 'a request', key: 'RSA 2048', domain: 'example.kz' } as const;

describe('device-key asks', () => {
  test('to open the page that makes the key, by a link of its own', async () => {
    const asked = await step().asks(draft);
    expect(asked.words).toContain('The key for example.kz');
    expect(asked.link?.url).toBe('https://bot.example.kz/key/#make-example.kz');
  });
});

describe('device-key accepts', () => {
  test('the request that the page made', async () => {
    expect(await step().takes(made, draft)).toEqual({ pem: 'a request', key: 'RSA 2048' });
  });
});

describe('device-key refuses', () => {
  test.each([
    [
      'a request for a domain that was changed since',
      { ...made, domain: 'other.kz' },
      'That key was made for other.kz',
    ],
    ['a text', text('done'), 'Please open the page with the button'],
    ['a button of elsewhere', choice('made'), 'Please open the page with the button'],
    ['a sticker', sticker, 'Please open the page with the button'],
  ])('%s', async (_, reply, because) => {
    expect(await step().takes(reply, draft)).toContain(because);
  });
});

describe('device-key shows', () => {
  test('what kind of key was made', async () => {
    expect(await step().summary({ ...draft, 'device-key': { pem: 'a request', key: 'ECDSA P-256' } })).toContain(
      'ECDSA P-256',
    );
  });
});
