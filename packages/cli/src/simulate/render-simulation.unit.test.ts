import { describe, expect, it } from 'vitest';
import { renderSimulation } from './render-simulation.js';

const result = (amount: string, currency: string) => ({
  payeeKind: 'partner' as const,
  payeeCode: 'A',
  component: 'rebate',
  period: '2026-01',
  amount: { amount, currency },
  trace: [{ step: 'tier', inputs: { from: '0', rate: '100 bp' }, amount: null }],
});

describe('a simulation on a terminal', () => {
  it.each([
    ['123456', 'USD', '1,234.56'],
    ['-5', 'USD', '-0.05'],
    ['1234', 'JPY', '1,234'],
    ['1234', 'KWD', '1.234'],
  ])('shows %s %s as %s, with how it came about', (amount, currency, shown) => {
    const one = result(amount, currency);
    const text = renderSimulation({ results: [one], totals: [], total: one.amount }, 'en');
    expect(text).toContain(` ${shown} `);
    expect(text).toContain('tier: from 0, rate 100 bp');
    expect(text).toContain(`Amounts in ${currency}`);
  });

  it('says so when nothing is earned, in both languages', () => {
    const none = { results: [], totals: [], total: { amount: '0', currency: 'USD' } };
    expect(renderSimulation(none, 'en')).toBe('Nothing is earned.');
    expect(renderSimulation(none, 'zh')).toBe('没有激励。');
  });
});
