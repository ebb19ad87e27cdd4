import { describe, expect, it } from 'vitest';
import { type Heard, KnownFacts, type PartnerFact } from './heard-facts.js';

const fact = (name: string, value: string, validFrom: string, source = 'partner'): PartnerFact => ({
  code: 'AW1', name, value, validFrom, source,
}); // prettier-ignore
const heard = (value: string, validFrom: string, heldBefore = true): Heard => ({
  ...fact('partner-type', value, validFrom),
  heldBefore,
});
const changes = (known: readonly PartnerFact[], ...all: readonly Heard[]) => {
  const facts = new KnownFacts(known);
  for (const each of all) facts.hear(each);
  return facts.changed().map(({ value, validFrom }) => [value, validFrom]);
};

describe('what an event says of a partner', () => {
  it('held before as well when it is the first that is heard, and a change from its day on', () => {
    expect(changes([], heard('dealer', '2026-03-01'), heard('agent', '2026-05-01'))).toEqual([
      ['dealer', '0001-01-01'],
      ['agent', '2026-05-01'],
    ]);
    expect(changes([], heard('approved', '2026-03-01', false))).toEqual([['approved', '2026-03-01']]);
  });

  it('makes nothing of what holds already: said again, it changes nothing', () => {
    const known = [fact('partner-type', 'dealer', '0001-01-01'), fact('partner-type', 'agent', '2026-05-01')];
    expect(changes(known, heard('dealer', '2026-03-01'), heard('agent', '2026-05-01'))).toEqual([]);
  });

  it('does not replace what a person set for that day, and replaces what an event said', () => {
    const known = (source: string) => [fact('partner-type', 'dealer', '2026-05-01', source)];
    expect(changes(known('set'), heard('agent', '2026-05-01'))).toEqual([]);
    expect(changes(known('partner'), heard('agent', '2026-05-01'))).toEqual([['agent', '2026-05-01']]);
  });
});

it('a partner that moves is in the new territories and in no other, from that day on', () => {
  const facts = new KnownFacts([]);
  const on = (validFrom: string) => ({ validFrom, source: 'territory' });
  facts.hearTerritories('AW1', ['world', 'east'], on('2026-01-01'));
  facts.hearTerritories('AW2', ['world', 'north'], on('2026-01-01'));
  facts.hearTerritories('AW1', ['world', 'west'], on('2026-02-01'));
  facts.hearTerritories('AW1', [], on('2026-03-01'));
  const ofFirst = facts.changed().filter(({ code }) => code === 'AW1');
  expect(ofFirst.map(({ name, value, validFrom }) => `${name} ${value} ${validFrom}`)).toEqual([
    'in-territory:world true 0001-01-01',
    'in-territory:east true 0001-01-01',
    'in-territory:west true 2026-02-01',
    'in-territory:east false 2026-02-01',
    'in-territory:world false 2026-03-01',
    'in-territory:west false 2026-03-01',
  ]);
});
