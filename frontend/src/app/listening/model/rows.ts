/** One row of a ranked list; texts are written already. */
export interface Row {
  key: string | number;
  name: string;
  /** Below the name: whose it is, or what makes it worth listing. */
  by: string | null;
  link: string | null;
  /** At the end of the row. */
  figure: string;
  note: string | null;
  round: boolean;
}

/** One part of a whole. */
export interface Part {
  key: string;
  name: string;
  /** 0 to 1; null when nothing is known about it. */
  share: number | null;
  figure: string;
}
