import type { Dimension, EnrolledPartner } from '../extension-points.js';

/** What is known of an account, by attribute, e.g. `geo.country`. An absent attribute is not known. */
export type Attributes = Readonly<Record<string, string>>;

/** The dimensions of this deployment. */
export interface Dimensions {
  attributesOf(partner: EnrolledPartner): Attributes;
  /** Why a rule cannot test an attribute, or undefined when it can. */
  objectionTo(attribute: string): Objection | undefined;
}

export interface Objection {
  readonly code: 'unknown_dimension' | 'unknown_attribute';
  readonly message: string;
}

/** Which administrative division an address lies in, when it tells. */
export type FindDivision = (address: EnrolledPartner['address']) => string | undefined;

function geographyBy(findDivision: FindDivision): Dimension {
  return {
    name: 'geo',
    attributes: ['geo.country', 'geo.province', 'geo.city', 'geo.postal', 'geo.division'],
    derive: ({ address }) => ({
      'geo.country': address.country,
      'geo.province': address.province,
      'geo.city': address.city,
      'geo.postal': address.postalCode ?? '',
      'geo.division': findDivision(address) ?? '',
    }),
  };
}

const partner: Dimension = {
  name: 'partner',
  attributes: ['partner.type'],
  derive: ({ type }) => ({ 'partner.type': type }),
};

/** Dimensions whose attributes nobody has listed: rules may name any, and no account has one yet. */
const UNLISTED = ['segment', 'competitor'];

/**
 * Puts the shipped dimensions and those of modules together.
 *
 * @throws TypeError when two have one name, or an attribute does not start with its dimension's name.
 */
export function combineDimensions(
  contributed: readonly Dimension[],
  findDivision: FindDivision = () => undefined,
): Dimensions {
  const dimensions = [geographyBy(findDivision), partner, ...contributed];
  const names = [...dimensions.map(({ name }) => name), ...UNLISTED];
  assertDistinct(names);
  contributed.forEach(assertOwnAttributes);
  const listed = new Set(dimensions.flatMap(({ attributes }) => attributes));
  return {
    attributesOf: (enrolled) => Object.assign({}, ...dimensions.map((each) => deriveKnown(each, enrolled))),
    objectionTo: (attribute) => {
      const name = attribute.split('.', 1)[0]!;
      if (listed.has(attribute) || UNLISTED.includes(name)) return undefined;
      if (!names.includes(name)) return unknown('dimension', name, names);
      return unknown('attribute', attribute, attributesIn(dimensions, name));
    },
  };
}

function attributesIn(dimensions: readonly Dimension[], name: string): readonly string[] {
  return dimensions.find((dimension) => dimension.name === name)?.attributes ?? [];
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
