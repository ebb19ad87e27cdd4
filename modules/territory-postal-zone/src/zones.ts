/** How many leading letters of a postal code name a zone, by country. */
const LEADING: Readonly<Record<string, number>> = { CN: 2, US: 1, CA: 1, DE: 1, FR: 2, AU: 1 };

/**
 * The zone of a postal code: the country and the letters that its post names zones by. China's first two digits stand for a
 * province or a part of one, the first digit of the United States and of Germany for a group of states or a region, France's two
 * for a department, Canada's first letter and Australia's first digit for a province or state.
 *
 * @returns undefined for a country that is not among these, or a code that is too short.
 * @example zoneOf('US', '98104') // 'US-9'
 */
export function zoneOf(country: string, postalCode: string): string | undefined {
  const length = LEADING[country];
  const letters = postalCode.replaceAll(/[\s-]/g, '').toUpperCase();
  return length === undefined || letters.length < length
    ? undefined
    : `${country}-${letters.slice(0, length)}`;
}
