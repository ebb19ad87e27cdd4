/**
 * The language of problem titles: Chinese when the caller prefers it over English.
 *
 * @param acceptLanguage the header, e.g. `zh-CN,zh;q=0.9,en;q=0.8`.
 */
export function languageOf(acceptLanguage: string | undefined): 'en' | 'zh' {
  if (acceptLanguage === undefined) return 'en';
  return weightOf(acceptLanguage, 'zh') > weightOf(acceptLanguage, 'en') ? 'zh' : 'en';
}

function weightOf(acceptLanguage: string, language: string): number {
  const weights = acceptLanguage.split(',').map((range, position) => {
    const [tag = '', ...parameters] = range.split(';').map((part) => part.trim().toLowerCase());
    if (tag !== language && !tag.startsWith(`${language}-`)) return 0;
    const quality = parameters.find((parameter) => parameter.startsWith('q='));
    // Of equal weights the first named wins.
    return Number(quality?.slice(2) ?? 1) - position * 1e-6;
  });
  return Math.max(...weights);
}
