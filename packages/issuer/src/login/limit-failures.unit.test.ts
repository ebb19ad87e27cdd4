import { describe, expect, it } from 'vitest';
import { createFailureLimit } from './limit-failures.js';

describe('failed logins', () => {
  it('are waited for once there are five within five minutes, for that person alone', () => {
    let nowMs = 0;
    const limit = createFailureLimit(() => nowMs);
    for (let n = 0; n < 5; n += 1) {
      expect(limit.waitSeconds('ann')).toBe(0);
      limit.fail('ann');
      nowMs += 1000;
    }
    expect(limit.waitSeconds('ann')).toBe(295);
    expect(limit.waitSeconds('ben')).toBe(0);
    nowMs = 300_000;
    expect(limit.waitSeconds('ann')).toBe(0);
    limit.fail('ann');
    expect(limit.waitSeconds('ann')).toBe(1);
  });

  it('are forgotten with a login', () => {
    const limit = createFailureLimit(() => 0);
    for (let n = 0; n < 4; n += 1) limit.fail('ann');
    limit.succeed('ann');
    limit.fail('ann');
    expect(limit.waitSeconds('ann')).toBe(0);
  });
});
