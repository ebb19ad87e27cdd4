import { describe, expect, it } from 'vitest';
import { judgeReply, refusalOfSize } from './publish-verdict.js';

const judge = (reply: unknown, status = 0) => {
  const outcome = judgeReply(status, typeof reply === 'string' ? reply : JSON.stringify(reply), 'QUYU_SHOP');
  return outcome.kind === 'failed' ? `failed: ${outcome.error.message}` : outcome.kind;
};

describe("the broker's reply to a publish", () => {
  it('is good when the event is in its stream, now or from before', () => {
    expect(judge({ stream: 'QUYU_SHOP', seq: 1 })).toBe('stored');
    expect(judge({ stream: 'QUYU_SHOP', seq: 1, duplicate: true })).toBe('stored');
  });

  it('is final when the event itself is what cannot be stored', () => {
    expect(
      judge({ error: { code: 400, err_code: 10054, description: 'message size exceeds maximum allowed' } }),
    ).toBe('refused');
  });

  it.each([
    [
      'the storage is full',
      judge({ error: { code: 503, err_code: 10023, description: 'insufficient resources' } }),
      'insufficient resources (10023)',
    ],
    [
      'the stream is full',
      judge({ error: { code: 400, err_code: 10077, description: 'maximum bytes exceeded' } }),
      'maximum bytes exceeded',
    ],
    ['nobody listens', judge('', 503), 'no stream takes the event'],
    ['it is not understood', judge('hello'), 'not understood'],
    [
      'another stream has taken it',
      judge({ stream: 'OTHER', seq: 1 }),
      'stored in OTHER instead of QUYU_SHOP',
    ],
  ])('is to try again when %s', (_when, found, reason) => {
    expect(found).toContain('failed: ');
    expect(found).toContain(reason);
  });
});

it('an event is refused before it is sent when it is larger than the broker accepts', () => {
  expect(refusalOfSize(100, 100)).toBeUndefined();
  expect(refusalOfSize(101, 100)).toBe('the event takes 101 bytes and the broker accepts 100');
});
