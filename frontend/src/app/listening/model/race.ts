import type { RaceEntry } from '@app/shared/api-client/model/raceEntry';

/** One name's ranks, frame after frame; null where it was not among the best. */
export interface Runner {
  id: number;
  name: string;
  ranks: (number | null)[];
}

export interface RaceCourse {
  starts: string[];
  runners: Runner[];
}

/** The race as lines. At most `most` names, the ones that led longest first. */
export function courseOf(entries: readonly RaceEntry[], most: number): RaceCourse {
  const starts = [...new Set(entries.map(({ start }) => start))].sort();
  const runners = new Map<number, Runner & { weight: number }>();
  for (const { id, name, start, rank } of entries) {
    const empty = { id, name, ranks: starts.map((): number | null => null), weight: 0 };
    const runner = runners.get(id) ?? empty;
    runner.ranks[starts.indexOf(start)] = rank;
    runner.weight += 1 / rank;
    runners.set(id, runner);
  }
  const chosen = [...runners.values()].sort((a, b) => b.weight - a.weight).slice(0, most);
  return { starts, runners: chosen.map(({ id, name, ranks }) => ({ id, name, ranks })) };
}

/** The stretches without a gap of a line, each with the number of its first frame. */
export function stretches(ranks: readonly (number | null)[]): [number, number][][] {
  const found: [number, number][][] = [];
  let open: [number, number][] = [];
  ranks.forEach((rank, frame) => {
    if (rank === null) {
      if (open.length > 0) found.push(open);
      open = [];
    } else {
      open.push([frame, rank]);
    }
  });
  return open.length > 0 ? [...found, open] : found;
}
