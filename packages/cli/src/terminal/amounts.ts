/** Minor units of a currency as people write them, thousands set apart. @example amountText({ amount: '-123456', currency: 'USD' }) // '-1,234.56' */
export function amountText({
  amount,
  currency,
}: {
  readonly amount: string;
  readonly currency: string;
}): string {
  return exactAmountText(amount, currency);
}

/** An exact amount in minor units, a decimal, in units of the currency. @example exactAmountText('123456.5', 'USD') // '1,234.565' */
export function exactAmountText(minorUnits: string, currency: string): string {
  const places = digitsOf(currency);
  const sign = minorUnits.startsWith('-') ? '-' : '';
  const [whole = '', beyond = ''] = minorUnits.replace('-', '').split('.');
  const digits = whole.padStart(places + 1, '0');
  const units = digits.slice(0, digits.length - places).replaceAll(/\B(?=(\d{3})+$)/g, ',');
  const decimals = `${places === 0 ? '' : digits.slice(-places)}${beyond}`;
  return `${sign}${units}${decimals === '' ? '' : `.${decimals}`}`;
}

function digitsOf(currency: string): number {
  const format = new Intl.NumberFormat('en', { style: 'currency', currency });
  return format.resolvedOptions().maximumFractionDigits ?? 2;
}
