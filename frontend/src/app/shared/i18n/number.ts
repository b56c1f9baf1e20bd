import type { LanguageCode } from './languages';

/** `12,345` or `12 345`. Kazakh writes numbers as Russian does, and browsers know Russian. */
export function number(
  value: number,
  language: LanguageCode,
  options?: Intl.NumberFormatOptions,
): string {
  return new Intl.NumberFormat(language === 'kk' ? 'ru' : language, options).format(value);
}
