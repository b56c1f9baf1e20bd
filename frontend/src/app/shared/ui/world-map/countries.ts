import { geoNaturalEarth1, geoPath } from 'd3-geo';
import { feature } from 'topojson-client';
import type { GeometryCollection, Topology } from 'topojson-specification';
import atlas from 'world-atlas/countries-110m.json';

/** One country as drawn on a sheet of `WIDTH` × `HEIGHT`. */
export interface Country {
  /** ISO 3166-1, two letters. */
  code: string;
  /** Path data. */
  d: string;
}

export const WIDTH = 960;
export const HEIGHT = 440;

/** The atlas numbers countries; these it leaves without a number. Sources write the codes here. */
const UNNUMBERED: Record<string, string> = {
  'N. Cyprus': 'CY',
  Somaliland: 'SO',
  Kosovo: 'XK',
};
/** Nobody streams there, and it would take a fifth of the sheet. */
const ANTARCTICA = 'AQ';

type Atlas = Topology<{ countries: GeometryCollection<{ name: string }> }>;

let drawn: Country[] | undefined;

/** Every country of the world (Natural Earth, 1:110 m) in the Natural Earth projection. */
export function countries(): readonly Country[] {
  drawn ??= draw(atlas as unknown as Atlas);
  return drawn;
}

function draw(topology: Atlas): Country[] {
  const all = feature(topology, topology.objects.countries)
    .features.map((shape) => ({
      code: codeOf(shape.id, shape.properties.name),
      shape: shape,
    }))
    .filter(({ code }) => code !== ANTARCTICA);
  const shapes = all.map(({ shape }) => shape);
  const projection = geoNaturalEarth1().fitExtent(
    [
      [2, 2],
      [WIDTH - 2, HEIGHT - 2],
    ],
    { type: 'FeatureCollection', features: shapes },
  );
  const path = geoPath(projection).digits(1);
  return all.map(({ code, shape }) => ({ code, d: path(shape) ?? '' }));
}

/** The letters of a country's number: browsers know them, as numbers are aliases of regions. */
function codeOf(id: string | number | undefined, name: string): string {
  if (id === undefined) return UNNUMBERED[name] ?? '';
  return new Intl.Locale(`und-${id}`).region ?? '';
}
