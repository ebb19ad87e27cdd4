import { describe, expect, it } from 'vitest';
import { TouchedQuarters } from './touched-quarters.js';

describe('touched quarters', () => {
  it('are told once each, partner by partner, in order', () => {
    const touched = new TouchedQuarters(17);
    for (const [partner, quarter] of [[16, 8073], [0, 8075], [16, 8072], [7, 8072], [8, 8072], [0, 8075]] as const) touched.add(partner, quarter); // prettier-ignore
    expect([...touched]).toEqual([[0, 8075], [7, 8072], [8, 8072], [16, 8072], [16, 8073]]); // prettier-ignore
  });

  it('are none before any is added', () => {
    expect([...new TouchedQuarters(3)]).toEqual([]);
  });
});
