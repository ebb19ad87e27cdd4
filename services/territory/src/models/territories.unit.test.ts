import type { Territory, TerritoryLine } from '@quyu/territory-contracts';
import { describe, expect, it } from 'vitest';
import { judgeTerritories } from './territories.js';

const nothing = new Map<string, Territory>();

describe('adding territories', () => {
  it('places each under its parent, which may come earlier in the same request', () => {
    const judged = judge([
      { code: 'world', name: 'World' },
      { code: 'us', name: 'United States', parentCode: 'world' },
      { code: 'nw', name: 'Northwest', parentCode: 'us' },
    ]);
    expect(judged.at(-1)).toEqual({
      kind: 'new',
      value: {
        code: 'nw',
        name: 'Northwest',
        parentCode: 'us',
        level: 3,
        path: ['world', 'us', 'nw'],
      },
    });
  });

  it('refuses a parent that is not there, or comes only later', () => {
    const lines = [
      { code: 'us', name: 'United States', parentCode: 'world' },
      { code: 'world', name: 'World' },
    ];
    expect(judge(lines)).toMatchObject([
      { kind: 'faulty', faults: [{ pointer: '/parentCode', code: 'unknown_parent' }] },
      { kind: 'new' },
    ]);
  });

  it('refuses a territory that is its own parent', () => {
    const judged = judge([{ code: 'a', name: 'A', parentCode: 'a' }]);
    expect(judged).toMatchObject([{ kind: 'faulty', faults: [{ code: 'unknown_parent' }] }]);
  });

  it('refuses a territory below the lowest level of the model', () => {
    const lines = [
      { code: 'world', name: 'World' },
      { code: 'us', name: 'United States', parentCode: 'world' },
    ];
    expect(judge(lines, nothing, 1)[1]).toMatchObject({
      kind: 'faulty',
      faults: [{ pointer: '/parentCode', code: 'too_deep' }],
    });
  });

  it('takes the same territory again as unchanged', () => {
    const world = { code: 'world', name: 'World' };
    expect(judge([world, world])).toMatchObject([{ kind: 'new' }, { kind: 'unchanged' }]);
    const known = new Map([['world', { ...world, parentCode: null, level: 1, path: ['world'] }]]);
    expect(judge([world], known)).toEqual([{ kind: 'unchanged' }]);
  });

  it.each([
    ['name', { code: 'us', name: 'America', parentCode: 'world' }],
    ['parent', { code: 'us', name: 'United States' }],
  ])('refuses a known code with another %s', (_, line) => {
    const lines = [
      { code: 'world', name: 'World' },
      { code: 'us', name: 'United States', parentCode: 'world' },
      line,
    ];
    expect(judge(lines)[2]).toMatchObject({
      kind: 'faulty',
      faults: [{ pointer: '/code', code: 'duplicate_code' }],
    });
  });
});

function judge(lines: readonly TerritoryLine[], known = nothing, levels = 4) {
  return judgeTerritories(
    known,
    lines.map((value, index) => ({ line: index + 1, ok: true, value })),
    levels,
  );
}
