/**
 * Kazakh words for dates, distances and units. Browsers accept `kk` in Intl but many ship without
 * its data and then answer "2026 M11 21" or "-3 d", so we bring our own.
 */
const MONTHS = [
  ['қаңтар', 'қаң.'],
  ['ақпан', 'ақп.'],
  ['наурыз', 'нау.'],
  ['сәуір', 'сәу.'],
  ['мамыр', 'мам.'],
  ['маусым', 'мау.'],
  ['шілде', 'шіл.'],
  ['тамыз', 'там.'],
  ['қыркүйек', 'қыр.'],
  ['қазан', 'қаз.'],
  ['қараша', 'қар.'],
  ['желтоқсан', 'жел.'],
] as const;
/** Monday first. */
const WEEKDAYS = [
  ['дүйсенбі', 'дс'],
  ['сейсенбі', 'сс'],
  ['сәрсенбі', 'ср'],
  ['бейсенбі', 'бс'],
  ['жұма', 'жм'],
  ['сенбі', 'сб'],
  ['жексенбі', 'жс'],
] as const;
const UNITS: Record<string, string> = {
  year: 'жыл',
  month: 'ай',
  day: 'күн',
  hour: 'сағат',
  minute: 'минут',
  second: 'секунд',
};
const SHORT: Record<string, string> = {
  hour: 'сағ',
  minute: 'мин',
  second: 'с',
  byte: 'байт',
  kilobyte: 'кБ',
  megabyte: 'МБ',
  gigabyte: 'ГБ',
  terabyte: 'ТБ',
};

export function kazakhMonth(index: number, short: boolean): string {
  return MONTHS[index]?.[short ? 1 : 0] ?? '';
}

/** @param index 0 is Monday */
export function kazakhWeekday(index: number, short: boolean): string {
  return WEEKDAYS[index]?.[short ? 1 : 0] ?? '';
}

/** `2026 ж. 21 қар.`, with `, 14:05` when asked. */
export function kazakhDate(date: Date, withTime: boolean): string {
  const day = `${date.getFullYear()} ж. ${date.getDate()} ${kazakhMonth(date.getMonth(), true)}`;
  const minutes = String(date.getMinutes()).padStart(2, '0');
  return withTime ? `${day}, ${String(date.getHours()).padStart(2, '0')}:${minutes}` : day;
}

/** `3 күн бұрын`, `2 сағат ішінде`, `кеше`. */
export function kazakhAgo(amount: number, unit: Intl.RelativeTimeFormatUnit): string {
  if (unit === 'second' && amount === 0) return 'қазір';
  if (unit === 'day' && amount === -1) return 'кеше';
  if (unit === 'day' && amount === 1) return 'ертең';
  const word = `${Math.abs(amount)} ${UNITS[unit] ?? ''}`;
  return amount <= 0 ? `${word} бұрын` : `${word} ішінде`;
}

/** `5 мин`, `12,4 МБ`; the number is written already. */
export function kazakhUnit(amount: string, unit: string): string {
  return `${amount} ${SHORT[unit] ?? ''}`;
}
