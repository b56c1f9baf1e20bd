/** One page of a list as every list endpoint replies. */
export interface CursorPage<T> {
  items: T[];
  next_cursor: string | null;
}
