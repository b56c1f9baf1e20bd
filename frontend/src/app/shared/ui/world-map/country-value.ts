/** One country's figure; `code` is ISO 3166-1, two letters. */
export interface CountryValue {
  code: string;
  name: string;
  value: number;
}
