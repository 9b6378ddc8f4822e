/**
 * Reads a city pack: the only city code that touches files. All faults of all files are collected before it refuses, so that a
 * person fixes a pack in one round. What it derives (cells, segments, river banks) depends on the files alone.
 */
import { err, ok } from '@metropane/base';
import type { Result } from '@metropane/base';
import { readChecked, readMergedCity } from './checked-file.ts';
import { formatPackFault } from './pack-fault.ts';
import type { PackFault, PackFaultCode } from './pack-fault.ts';
import { openPackFolder } from './pack-folder.ts';
import type { PackFolder } from './pack-folder.ts';
import { makeBridges, makePlaces, makeRoads, makeParks, makeStations, makeWater } from './pack-layers.ts';
import { makeIndicators, makePanels } from './pack-panels.ts';
import { checkThresholds } from './threshold-editions.ts';
import { cutRoad } from './road-segments.ts';
import { derivedUnits, officialUnits } from './unit-parts.ts';
import { unitAt } from './unit-index.ts';
import { toMultiPolygon } from './multi-polygon.ts';
import { unique } from './unique-ids.ts';
import type { CityPack, MultiPolygon, RoadSegment, Unit } from './pack-types.ts';
import * as schema from './schema.ts';

type Reading = { readonly folder: PackFolder; readonly faults: PackFault[] };

/**
 * Loads a pack by built-in name (`hcmc`), folder, or `.geojson` of official boundaries (then: HCMC with these).
 * A refusal has the code of its first fault; the message has one line per fault (at most 20): file, line, what was expected.
 */
export function loadCityPack(dirOrName: string): Result<CityPack, PackFaultCode> {
  const { pack, faults } = readPack(dirOrName);
  const first = faults[0];
  if (first === undefined && pack !== undefined) return ok(pack);
  const shown = faults.slice(0, 20).map(formatPackFault);
  if (faults.length > shown.length) shown.push(`… and ${faults.length - shown.length} more`);
  return err(first?.code ?? 'not-found', shown.join('\n'));
}

/** Everything that is wrong with a pack, in the order of its files; empty when it can be used. */
export function checkCityPack(dirOrName: string): readonly PackFault[] {
  return readPack(dirOrName).faults;
}

function readPack(dirOrName: string): { pack?: CityPack; faults: readonly PackFault[] } {
  const faults: PackFault[] = [];
  const folder = openPackFolder(dirOrName, faults);
  if (folder === undefined) return { faults };
  const reading = { folder, faults };
  const city = readMergedCity(reading, schema.citySchema);
  const outline = readOutline(reading);
  const units = readUnits(reading, outline);
  if (city === undefined) return { faults };
  const { extends: _, roadClasses, thresholds, ...facts } = city.value;
  const roads = makeRoads(readChecked(reading, 'roads.geojson', schema.roadsSchema), roadClasses, city.fault);
  const segments = placeSegments(roads.flatMap(cutRoad), units);
  const stations = makeStations(readChecked(reading, 'stations.yaml', schema.stationsSchema), facts.bbox);
  checkThresholds(city, stations);
  const panels = readChecked(reading, 'panels.yaml', schema.panelsSchema);
  unique(city, facts.categories, (category, i) => ({ id: category.id, path: ['categories', i, 'id'] }));
  const pack: CityPack = {
    ...facts,
    outline,
    units,
    roads,
    segments,
    water: makeWater(readChecked(reading, 'water.geojson', schema.waterSchema)),
    parks: makeParks(readChecked(reading, 'parks.geojson', schema.parksSchema)),
    bridges: makeBridges(readChecked(reading, 'bridges.csv', schema.bridgeRowsSchema), facts.bbox),
    places: makePlaces(readChecked(reading, 'places.csv', schema.placeRowsSchema), facts.bbox),
    stations,
    thresholds,
    indicators: makeIndicators(panels, { stations, segments }),
    panels: makePanels(panels, { stations, segments, roads, thresholds }),
    revision: folder.revision(),
  };
  return { pack, faults };
}

function readOutline(reading: Reading): MultiPolygon {
  const file = readChecked(reading, 'outline.geojson', schema.outlineSchema);
  return file?.value.features.flatMap((feature) => toMultiPolygon(feature.geometry)) ?? [];
}

function readUnits(reading: Reading, outline: MultiPolygon): readonly Unit[] {
  // The nearest layer decides: boundaries in the pack itself beat the base's centroids, and the other way round.
  const source = reading.folder.firstOf(['wards.geojson', 'units.csv']);
  if (source === undefined) {
    reading.faults.push({
      code: 'not-found',
      file: 'units.csv',
      message: 'expected units.csv (with outline.geojson) or wards.geojson',
    });
    return [];
  }
  const rows = readChecked(reading, 'units.csv', schema.unitRowsSchema);
  if (source === 'wards.geojson') {
    const wards = readChecked(reading, 'wards.geojson', schema.wardsSchema);
    if (wards === undefined) return [];
    unique(wards, wards.value.features, ({ properties }, i) => ({
      id: properties.code,
      path: ['features', i, 'properties', 'code'],
    }));
    return officialUnits(wards, rows);
  }
  if (rows === undefined) return [];
  unique(rows, rows.value, (row, i) => ({ id: row.code, path: [i, 'code'] }));
  return derivedUnits(rows, outline);
}

function placeSegments(segments: readonly RoadSegment[], units: readonly Unit[]): readonly RoadSegment[] {
  return segments.map((segment) => {
    const [lon, lat] = segment.points[Math.floor(segment.points.length / 2)]!;
    const unit = unitAt({ units }, lon, lat)?.code;
    return unit === undefined ? segment : { ...segment, unit };
  });
}
