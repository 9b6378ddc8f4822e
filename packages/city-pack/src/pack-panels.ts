import type { z } from 'zod';
import type { CheckedFile } from './checked-file.ts';
import { unique } from './unique-ids.ts';
import type { CityPack, Corridor, Indicator, Panel, Road, RoadSegment, Station } from './pack-types.ts';
import type { panelsSchema } from './schema.ts';

type PanelsFile = CheckedFile<z.output<typeof panelsSchema>> | undefined;
/** Absent where their own file has faults: what refers to them is then not accused. */
type Known = {
  readonly stations: readonly Station[] | undefined;
  readonly segments: readonly RoadSegment[] | undefined;
};

/** The wall's figures. Entities of domain `traffic` are road segments; all others must be stations of this pack. */
export function makeIndicators(file: PanelsFile, known: Known): readonly Indicator[] {
  if (file === undefined) return [];
  const { indicators } = file.value;
  unique(file, indicators, ({ id }, i) => ({ id, path: ['indicators', i, 'id'] }));
  return indicators.map((indicator, i) => {
    const { source, levels, direction } = indicator;
    const path = ['indicators', i];
    if (source.kind === 'observed')
      checkEntities(file, known, { ...source, path: [...path, 'source', 'entities'] });
    levels.forEach((level, l) => {
      const isBack = direction === 'highIsBad' ? level.clear <= level.at : level.clear >= level.at;
      if (direction === 'neutral')
        file.fault('schema', [...path, 'levels', l], 'a neutral indicator has no levels');
      else if (!isBack)
        file.fault(
          'schema',
          [...path, 'levels', l],
          `"clear" ${level.clear} must lie on the good side of "at" ${level.at}`,
        );
    });
    return { ...indicator, source: toSource(source) };
  });
}

function toSource(
  source: z.output<typeof panelsSchema>['indicators'][number]['source'],
): Indicator['source'] {
  if (source.kind === 'builtin') return source;
  const { entities, ...rest } = source;
  return entities === undefined ? rest : { ...rest, entities };
}

/** The wall's panels, corridors resolved to the segments of their roads. */
export function makePanels(
  file: PanelsFile,
  known: Known & Pick<CityPack, 'thresholds'> & { readonly roads: readonly Road[] | undefined },
): readonly Panel[] {
  if (file === undefined) return [];
  unique(file, file.value.panels, ({ id }, i) => ({ id, path: ['panels', i, 'id'] }));
  return file.value.panels.map((panel, i): Panel => {
    const path = ['panels', i];
    if (panel.kind === 'heat') checkEntities(file, known, { ...panel, path: [...path, 'entities'] });
    if (panel.kind === 'level') {
      checkEntities(file, known, {
        domain: panel.domain,
        entities: [panel.entity],
        path: [...path, 'entity'],
      });
      const isKnown = known.thresholds.some((threshold) => threshold.id === panel.threshold);
      if (!isKnown)
        file.fault('reference', [...path, 'threshold'], `city.yaml has no threshold "${panel.threshold}"`);
    }
    if (panel.kind !== 'corridors') return panel;
    const corridors = panel.corridors.map((corridor, c): Corridor => {
      corridor.roads.forEach((road, r) => {
        if (known.roads === undefined || known.roads.some(({ id }) => id === road)) return;
        file.fault('reference', [...path, 'corridors', c, 'roads', r], `roads.geojson has no road "${road}"`);
      });
      return makeCorridor(corridor, known);
    });
    return { ...panel, corridors };
  });
}

function makeCorridor(corridor: Pick<Corridor, 'id' | 'name' | 'roads'>, known: Known): Corridor {
  const segments = corridor.roads.flatMap((road) =>
    (known.segments ?? []).filter((segment) => segment.roadId === road),
  );
  const length = segments.reduce((sum, segment) => sum + segment.lengthM, 0);
  // Time adds along a road, speed does not: the corridor's free flow is its length over the sum of times.
  const time = segments.reduce((sum, segment) => sum + segment.lengthM / segment.freeFlowKmh, 0);
  return {
    ...corridor,
    segments: segments.map(({ id }) => id),
    freeFlowKmh: time === 0 ? 0 : Math.round((length / time) * 10) / 10,
  };
}

type Referred = {
  readonly domain: string;
  readonly entities?: readonly string[] | undefined;
  readonly path: readonly PropertyKey[];
};

function checkEntities(
  file: NonNullable<PanelsFile>,
  known: Known,
  { domain, entities = [], path }: Referred,
): void {
  entities.forEach((entity, e) => {
    const isKnown =
      domain === 'traffic'
        ? known.segments?.some(({ id }) => id === entity)
        : known.stations?.some((station) => station.domain === domain && station.entity === entity);
    if (isKnown === false)
      file.fault(
        'reference',
        path.at(-1) === 'entity' ? path : [...path, e],
        `the pack has no ${domain}/${entity}`,
      );
  });
}
