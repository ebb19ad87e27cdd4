import { describe, expect, it } from 'vitest';
import { UsageError, readOptions } from './options.js';

const known = ['broker-killed', 'cluster'];

describe('the options of the suite', () => {
  it('are three different seeds and every scenario when nothing is said', () => {
    const { seeds, only, soakMs } = readOptions([], known);
    expect({ seeds: seeds.length, only, soakMs }).toEqual({ seeds: 3, only: [], soakMs: undefined });
  });

  it('repeat the seeds and scenarios that are named', () => {
    expect(readOptions(['--seed', '1,2', '--only', 'cluster', '--soak', '30m'], known)).toEqual({
      seeds: [1, 2],
      only: ['cluster'],
      soakMs: 1_800_000,
      help: false,
    });
  });

  it.each([[['--seed', 'x']], [['--only', 'nothing']], [['--soak', 'long']], [['--fast']]])(
    'refuse %j and say what is wrong',
    (args) => {
      expect(() => readOptions(args, known)).toThrow(UsageError);
    },
  );
});
