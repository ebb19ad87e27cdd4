import type { Dimension, EnrolledPartner } from '../extension-points.js';
import { type FindDivision, shippedBy } from './shipped.js';

/** What is known of an account, by attribute, e.g. `geo.country`. An absent attribute is not known. */
export type Attributes = Readonly<Record<string, string>>;

/** The dimensions of this deployment. */
export interface Dimensions {
  attributesOf(partner: EnrolledPartner): Attributes;
  /** Adds what follows from the attributes given, e.g. the age band from the age. What is given stands. */
  complete(attributes: Attributes): Attributes;
  /** Why a rule cannot test an attribute, or undefined when it can. */
  objectionTo(attribute: string): Objection | undefined;
  /** The values an attribute is known to take; empty when that is open. */
  valuesOf(attribute: string): readonly string[];
}

export interface Objection {
  readonly code: 'unknown_dimension' | 'unknown_attribute';
  readonly message: string;
}

/**
 * Puts the shipped dimensions and those of modules together.
 *
 * @throws TypeError when two have one name, or an attribute does not start with its dimension's name.
 */
export function combineDimensions(
  contributed: readonly Dimension[],
  findDivision: FindDivision = () => undefined,
): Dimensions {
  const dimensions = [...shippedBy(findDivision), ...contributed];
  const byName = new Map(dimensions.map((dimension) => [dimension.name, dimension]));
  assertDistinct(dimensions.map(({ name }) => name));
  contributed.forEach(assertOwnAttributes);
  const dimensionOf = (attribute: string): Dimension | undefined => byName.get(attribute.split('.', 1)[0]!);
  const complete = (known: Attributes): Attributes =>
    Object.assign({}, ...dimensions.map((each) => each.complete?.(known) ?? {}), known) as Attributes;
  return {
    attributesOf: (enrolled) =>
      complete(Object.assign({}, ...dimensions.map((each) => deriveKnown(each, enrolled))) as Attributes),
    complete,
    objectionTo: (attribute) => {
      const dimension = dimensionOf(attribute);
      if (!dimension) return unknown('dimension', attribute.split('.', 1)[0]!, [...byName.keys()]);
      if (dimension.isOpen || dimension.attributes.includes(attribute)) return undefined;
      return unknown('attribute', attribute, dimension.attributes);
    },
    valuesOf: (attribute) => dimensionOf(attribute)?.values?.[attribute] ?? [],
  };
}

/** An empty text says nothing, so it counts as not known. */
function deriveKnown(dimension: Dimension, enrolled: EnrolledPartner): Attributes {
  const derived = Object.entries(dimension.derive(enrolled));
  return Object.fromEntries(
    derived.filter(([name, value]) => value !== '' && dimension.attributes.includes(name)),
  );
}

function unknown(kind: 'dimension' | 'attribute', what: string, known: readonly string[]): Objection {
  return { code: `unknown_${kind}`, message: `"${what}" is not a known ${kind}: ${known.join(', ')}` };
}

function assertDistinct(names: readonly string[]): void {
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice)
    throw new TypeError(`the dimension "${twice}" is contributed twice, or is one of the shipped ones`);
}

function assertOwnAttributes({ name, attributes }: Dimension): void {
  const stray = attributes.find((attribute) => !attribute.startsWith(`${name}.`));
  if (stray) throw new TypeError(`the attribute "${stray}" does not belong to the dimension "${name}"`);
}
