import { describe, expect, it } from '@jest/globals';
import type { ReadingService } from '../../../src/bot/reading/reading.ts';
import { isSupportOutage } from '../../../src/bot/support/parts.ts';
import type { Content } from '../../../src/bot/support/read-message.ts';
import { refuseContent } from '../../../src/bot/support/refuse-content.ts';

const png = Buffer.from('89504e470d0a1a0a0000000d494844520000000300000003', 'hex');
const picture: Content = { kind: 'media', caption: undefined, file: { file_id: 'picture' } };
const download = async () => png;
const looking = (looked: Awaited<ReturnType<ReadingService['look']>>) => ({ download, look: async () => looked });

describe('a picture', () => {
  it.each(['identity-document', 'iin', 'form', 'private-key'] as const)('is refused for what it shows: %s', (value) =>
    expect(refuseContent(looking({ value }), picture, 1)).resolves.toBe(value),
  );

  it('is passed on when it shows nothing of it', async () => {
    expect(await refuseContent(looking({ value: 'nothing' }), picture, 1)).toBeUndefined();
  });

  it.each(['too-long', 'damaged', 'too-many-pixels'] as const)('is refused when it could not be read: %s', (because) =>
    expect(refuseContent(looking({ because }), picture, 1)).resolves.toBe('unreadable'),
  );

  it('is refused where no picture is read', async () => {
    expect(await refuseContent({ download, look: undefined }, picture, 1)).toBe('unreadable');
  });

  it('waits, and loses nothing, while the readers are busy', async () => {
    const error = await refuseContent(looking({ because: 'busy' }), picture, 1).catch((reason: unknown) => reason);
    expect(isSupportOutage(error)).toBe(true);
  });

  it('is asked for again when Telegram does not give it', async () => {
    const parts = { download: () => Promise.reject(new Error('gone')), look: undefined };
    expect(await refuseContent(parts, picture, 1)).toBe('not-fetched');
  });
});

it('a recording is refused without being fetched', async () => {
  const parts = { download: () => Promise.reject(new Error('must not be fetched')), look: undefined };
  expect(await refuseContent(parts, { kind: 'media', caption: undefined, file: undefined }, 1)).toBe('unreadable');
});
