import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type ChainFault, type Head, type Seal, type Unit, findFault, genesis, sealUnit } from './chain.js';

const fields = fc.array(fc.option(fc.string({ maxLength: 12 }), { nil: null }), {
  minLength: 1,
  maxLength: 6,
});
const unitsOf = (shapes: readonly { entry: (string | null)[]; changes: (string | null)[][] }[]): Unit[] =>
  shapes.map(({ entry, changes }, index) => ({
    entryId: String(index + 1),
    entry,
    changes: changes.map((each, position) => ({ id: String(index * 100 + position + 1), fields: each })),
  }));
const log = fc
  .array(fc.record({ entry: fields, changes: fc.array(fields, { maxLength: 4 }) }), {
    minLength: 2,
    maxLength: 8,
  })
  .map(unitsOf);

const START = genesis('partner');
const times = { settledTo: '0', sealedAt: '2026-11-26T00:00:00.000Z' };

function sealAll(units: readonly Unit[]): Seal[] {
  const seals: Seal[] = [];
  for (const unit of units) seals.push(sealUnit(seals.at(-1) ?? START, unit, times));
  return seals;
}

/** As the database would be read: each seal with what is there under its entry. */
function firstFault(seals: readonly Seal[], units: readonly Unit[]): ChainFault | undefined {
  let head: Head = START;
  for (const seal of seals) {
    const found = units.find(({ entryId }) => entryId === seal.entryId);
    const fault = findFault(head, seal, found ?? { entryId: seal.entryId, entry: undefined, changes: [] });
    if (fault) return fault;
    head = seal;
  }
  return undefined;
}

const at = <T>(list: readonly T[], index: number): T => list[index % list.length]!;
const replace = <T>(list: readonly T[], old: T, ...by: T[]): T[] =>
  list.flatMap((each) => (each === old ? by : [each]));

describe('a sealed log', () => {
  test('is whole when nothing was done to it', () => {
    fc.assert(fc.property(log, (units) => firstFault(sealAll(units), units) === undefined));
  });

  test('shows that an entry or a change was changed, and which', () => {
    fc.assert(
      fc.property(log, fc.nat(), fc.nat(), fc.boolean(), (units, index, place, wantChange) => {
        const unit = at(units, index);
        const altered = (old: readonly (string | null)[]): (string | null)[] =>
          old.map((text, position) => (position === place % old.length ? `${text ?? ''}!` : text));
        const [first] = unit.changes;
        const forged =
          wantChange && first
            ? { ...unit, changes: replace(unit.changes, first, { ...first, fields: altered(first.fields) }) }
            : { ...unit, entry: altered(unit.entry!) };
        expect(firstFault(sealAll(units), replace(units, unit, forged))).toMatchObject({
          kind: 'changed',
          entryId: unit.entryId,
        });
      }),
    );
  });

  test('shows that an entry is gone, with its seal or without', () => {
    fc.assert(
      fc.property(log, fc.nat(), (units, index) => {
        const [seals, unit] = [sealAll(units), at(units, index)];
        const without = replace(units, unit);
        expect(firstFault(seals, without)).toMatchObject({ kind: 'removed', entryId: unit.entryId });
        const cut = seals.filter(({ entryId }) => entryId !== unit.entryId);
        const isLast = unit === units.at(-1);
        // The end of a chain can be cut off unseen: that is what a head kept elsewhere is for.
        expect(firstFault(cut, without)?.kind).toBe(isLast ? undefined : 'removed');
      }),
    );
  });

  test('shows that a change is gone or was put there', () => {
    fc.assert(
      fc.property(log, fc.nat(), fields, (units, index, text) => {
        const [seals, unit] = [sealAll(units), at(units, index)];
        const more = { ...unit, changes: [...unit.changes, { id: '9999', fields: text }] };
        expect(firstFault(seals, replace(units, unit, more))).toMatchObject({ kind: 'inserted' });
        const [first] = unit.changes;
        if (!first) return;
        const fewer = { ...unit, changes: replace(unit.changes, first) };
        expect(firstFault(seals, replace(units, unit, fewer))).toMatchObject({ kind: 'removed' });
      }),
    );
  });

  test('shows that two entries have changed places', () => {
    fc.assert(
      fc.property(log, fc.nat(), (units, index) => {
        const seals = sealAll(units);
        const place = index % (seals.length - 1);
        const [one, other] = [seals[place]!, seals[place + 1]!];
        const swapped = seals.map((seal) =>
          seal === one ? { ...other, seq: one.seq } : seal === other ? { ...one, seq: other.seq } : seal,
        );
        expect(firstFault(swapped, units)).toMatchObject({ kind: 'reordered', seq: one.seq });
      }),
    );
  });

  test('shows that an entry was put between two, though its own seal is right', () => {
    fc.assert(
      fc.property(log, fc.nat(), fields, (units, index, entry) => {
        const seals = sealAll(units);
        const place = index % (seals.length - 1);
        const forged: Unit = { entryId: '777', entry, changes: [] };
        const inserted = sealUnit(seals[place]!, forged, times);
        const pushed = seals.slice(place + 1).map((seal) => ({ ...seal, seq: seal.seq + 1 }));
        const fault = firstFault([...seals.slice(0, place + 1), inserted, ...pushed], [...units, forged]);
        expect(fault).toMatchObject({ kind: 'reordered', seq: inserted.seq + 1 });
      }),
    );
  });

  test('cannot pass for that of another service', () => {
    fc.assert(
      fc.property(log, (units) => {
        const [first] = sealAll(units);
        expect(findFault(genesis('territory'), first!, units[0]!)?.kind).toBe('reordered');
      }),
    );
  });
});
