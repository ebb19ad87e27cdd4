/** The currencies of ISO 4217 that are in use, each with the number of its decimals: JPY has none, CNY two, KWD three. */
const DIGITS: ReadonlyMap<string, number> = new Map(
  Intl.supportedValuesOf('currency').map((currency) => {
    const { maximumFractionDigits } = new Intl.NumberFormat('en', {
      style: 'currency',
      currency,
    }).resolvedOptions();
    return [currency, maximumFractionDigits ?? 2];
  }),
);

/** How many decimals a currency's amounts have; undefined when there is no such currency. @example digitsOf('JPY') // 0 */
export function digitsOf(currency: string): number | undefined {
  return DIGITS.get(currency);
}

/** The currencies with so many decimals. */
export function currenciesWith(digits: number): readonly string[] {
  return [...DIGITS].filter(([, each]) => each === digits).map(([currency]) => currency);
}
