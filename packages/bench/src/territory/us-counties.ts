import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

interface Shape {
  readonly id: string;
  /** Rings of arc numbers, as deep as the geometry is; `~n` is arc `n` backwards. */
  readonly arcs: readonly unknown[];
}

interface Topology {
  readonly objects: { readonly counties: { readonly geometries: readonly Shape[] } };
}

/** Counties as numbers, and the pairs that share a border. */
export interface Counties {
  readonly size: number;
  readonly edges: readonly (readonly [number, number])[];
}

/**
 * Counties of the United States that hang together by land, from `us-atlas` (ISC; borders of the US Census Bureau, public
 * domain): two touch when they share an arc.
 *
 * @param most how many; those nearest to the first county.
 */
export function readCounties(most: number): Counties {
  const file = fileURLToPath(import.meta.resolve('us-atlas/counties-10m.json'));
  const { geometries } = (JSON.parse(readFileSync(file, 'utf8')) as Topology).objects.counties;
  const near = neighboursOf(geometries);
  const chosen = nearestTo(near, most);
  const numbers = new Map(chosen.map((county, index) => [county, index]));
  const edges = chosen.flatMap((county, index) =>
    [...near[county]!].flatMap((other) => {
      const number = numbers.get(other);
      return number === undefined || number <= index ? [] : [[index, number] as const];
    }),
  );
  return { size: chosen.length, edges };
}

function neighboursOf(shapes: readonly Shape[]): readonly ReadonlySet<number>[] {
  const owners = new Map<number, number[]>();
  shapes.forEach(({ arcs }, county) => {
    for (const arc of arcs.flat(Infinity) as number[]) {
      const number = arc < 0 ? ~arc : arc;
      owners.set(number, [...(owners.get(number) ?? []), county]);
    }
  });
  const near = shapes.map(() => new Set<number>());
  for (const sharing of owners.values()) {
    for (const one of sharing)
      sharing.filter((other) => other !== one).forEach((other) => near[one]!.add(other));
  }
  return near;
}

/** The largest connected part has most counties: it is searched from a county in it, breadth first. */
function nearestTo(near: readonly ReadonlySet<number>[], most: number): readonly number[] {
  let largest: readonly number[] = [];
  const seen = new Set<number>();
  for (let start = 0; start < near.length; start++) {
    if (seen.has(start)) continue;
    seen.add(start);
    const part = [start];
    for (const county of part) {
      const fresh = [...near[county]!].filter((other) => !seen.has(other));
      for (const other of fresh) seen.add(other);
      part.push(...fresh);
    }
    if (part.length > largest.length) largest = part;
  }
  return largest.slice(0, most);
}
