import type { Dimension, EnrolledPartner } from '../extension-points.js';

/** Which administrative division an address lies in, when it tells. */
export type FindDivision = (address: EnrolledPartner['address']) => string | undefined;

function geographyBy(findDivision: FindDivision): Dimension {
  return {
    name: 'geo',
    attributes: ['geo.country', 'geo.province', 'geo.city', 'geo.district', 'geo.postal', 'geo.division'],
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
  values: { 'partner.type': ['direct', 'agent', 'distributor', 'dealer', 'ecommerce', 'referral'] },
  derive: ({ type }) => ({ 'partner.type': type }),
};

/** Each from its first age up to before the next band's. */
const AGE_BANDS = [
  [0, '0-17'], [18, '18-24'], [25, '25-34'], [35, '35-44'], [45, '45-54'], [55, '55-64'], [65, '65+'],
] as const; // prettier-ignore

/** The consumer: enrolments do not tell of it, subjects that are given with their attributes do. */
const segment: Dimension = {
  name: 'segment',
  attributes: [
    'segment.age', 'segment.age-band', 'segment.income', 'segment.income-band', 'segment.habit', 'segment.customer-type',
  ],
  values: {
    'segment.age-band': AGE_BANDS.map(([, band]) => band),
    'segment.income-band': ['low', 'lower-middle', 'middle', 'upper-middle', 'high'],
    'segment.customer-type': ['consumer', 'business', 'institution', 'government'],
  },
  derive: () => ({}),
  complete: (known) => {
    const band = known['segment.age'] === undefined ? undefined : ageBandOf(Number(known['segment.age']));
    return band === undefined ? {} : { 'segment.age-band': band };
  },
}; // prettier-ignore

/** Who else sells there: `competitor.presence` in a word, and under each competitor's name its share in basis points. */
const competitor: Dimension = {
  name: 'competitor',
  attributes: ['competitor.presence'],
  isOpen: true,
  values: { 'competitor.presence': ['none', 'present', 'leading'] },
  derive: () => ({}),
};

/** The dimensions that are there without any module. */
export function shippedBy(findDivision: FindDivision): readonly Dimension[] {
  return [geographyBy(findDivision), partner, segment, competitor];
}

/** The band of an age in years; undefined for what is no age. */
export function ageBandOf(age: number): string | undefined {
  return AGE_BANDS.findLast(([from]) => age >= from)?.[1];
}
