import { describe, expect, it } from 'vitest';
import { chooseServices } from './find-services.js';
import { parseAggregate, parseLetter, selectionOf } from './letter-selection.js';

describe('what a command selects', () => {
  it('is letters by their names, service by service', () => {
    expect(selectionOf(['partner/1', 'incentive/2', 'partner/3'], {})).toEqual([
      { service: 'partner', select: { by: 'ids', ids: ['1', '3'] } },
      { service: 'incentive', select: { by: 'ids', ids: ['2'] } },
    ]);
  });

  it('is one of type, group, aggregate and all', () => {
    expect(selectionOf([], { service: 'partner', all: true })).toEqual([
      { service: 'partner', select: { by: 'all' } },
    ]);
    expect(selectionOf([], { aggregate: 'partner/p/1' })[0]?.select).toEqual({
      by: 'aggregate',
      aggregateType: 'partner',
      aggregateId: 'p/1',
    });
  });

  it('must be said, and in one way', () => {
    expect(() => selectionOf([], {})).toThrow('not said which');
    expect(() => selectionOf(['partner/1'], { all: true })).toThrow('more than one way');
  });
});

describe('bad input is told plainly', () => {
  it.each(['17', 'partner/', 'partner/x', 'Partner/1', 'partner/0'])('%s names no letter', (name) => {
    expect(() => parseLetter(name)).toThrow(`"${name}" names nothing.`);
  });

  it('a bare number is a letter where the service is known', () => {
    expect(parseLetter('17', 'partner')).toEqual({ service: 'partner', id: '17' });
  });

  it('an aggregate has a type and an id', () => {
    expect(() => parseAggregate('partner')).toThrow('"partner" is no aggregate.');
  });

  it('a service that is not there is told with those that are', () => {
    expect(() => chooseServices(['partner'], 'nobody')).toThrow('There is no service "nobody".');
  });
});
