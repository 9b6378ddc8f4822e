/**
 * Reads a city pack: the only city code that touches files. All faults of all files are collected before it refuses, so that a
 * person fixes a pack in one round. What it derives (cells, segments, river banks) depends on the files alone.
 */
import { err, ok } from '@metropane/base';
import type { Result } from '@metropane/base';
import type { z } from 'zod';
import { agencyCheck } from './agencies.ts';
import { readChecked, readMergedCity } from './checked-file.ts';
import type { CheckedFile, Read } from './checked-file.ts';
import { makeLocate } from './city-area.ts';
import { readAgencies, readCameras, readGroupings, readNetworks, readRules } from './read-office.ts';
import { makeStations } from './stations.ts';
import { withoutUndefined } from './without-undefined.ts';
import { formatPackFault } from './pack-fault.ts';
import type { PackFault, PackFaultCode } from './pack-fault.ts';
import { openPackFolder } from './pack-folder.ts';
import { makeBridges, makePlaces, makeRoads, makeParks, makeWater } from './pack-layers.ts';
import { makeIndicators, makePanels } from './pack-panels.ts';
import { checkThresholds } from './threshold-editions.ts';
import { cutRoad } from './road-segments.ts';
import { checkUnitRows, derivedUnits, formerUnits, officialUnits } from './unit-parts.ts';
import { unitAt } from './unit-index.ts';
import { checkArea, toMultiPolygon } from './multi-polygon.ts';
import { unique } from './unique-ids.ts';
import type { Agency } from './office-types.ts';
import type { CityPack, MultiPolygon, RoadSegment, Unit } from './pack-types.ts';
import * as schema from './schema.ts';

type CityFile = CheckedFile<z.output<typeof schema.citySchema>>;

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
  const sound = readOutline(reading);
  const outline = sound ?? [];
  const unitRows = readChecked(reading, 'units.csv', schema.unitRowsSchema);
  const units = readUnits(reading, unitRows, sound);
  if (city === undefined) return { faults };
  const { extends: _, roadClasses, thresholds, ...facts } = city.value;
  const roads = makeRoads(readChecked(reading, 'roads.geojson', schema.roadsSchema), roadClasses, city.fault);
  const segments = placeSegments(roads.flatMap(cutRoad), units);
  const locate = makeLocate(facts.bbox, units);
  const agencies = readAgencies(reading, locate);
  const isAgencyFileBad = faults.some(({ file }) => file.endsWith('agencies.yaml'));
  const knownAgencies = isAgencyFileBad ? undefined : agencies.agencies;
  const cameras = readCameras(reading, knownAgencies, locate);
  const stationsFile = readChecked(reading, 'stations.yaml', schema.stationsSchema);
  const stations = makeStations(stationsFile, { agencies: knownAgencies, cameras }, locate);
  checkThresholds(city, stations);
  checkCategories(city, knownAgencies);
  const panels = readChecked(reading, 'panels.yaml', schema.panelsSchema);
  const former = formerUnits(unitRows);
  const dated = withoutUndefined(thresholds);
  const pack: CityPack = {
    ...facts,
    outline,
    units,
    formerUnits: former,
    roads,
    segments,
    water: makeWater(readChecked(reading, 'water.geojson', schema.waterSchema)),
    parks: makeParks(readChecked(reading, 'parks.geojson', schema.parksSchema)),
    bridges: makeBridges(readChecked(reading, 'bridges.csv', schema.bridgeRowsSchema), facts.bbox),
    places: makePlaces(readChecked(reading, 'places.csv', schema.placeRowsSchema), facts.bbox),
    stations,
    thresholds: dated,
    indicators: makeIndicators(panels, { stations, segments }),
    panels: makePanels(panels, { stations, segments, roads, thresholds: dated }),
    ...agencies,
    cameras,
    ...readRules(reading, { agencies: knownAgencies, ...facts, thresholds: dated }),
    ...readNetworks(reading, { stations, locate }),
    groupings: readGroupings(reading, units.length === 0 ? [] : [...units, ...former]),
    revision: folder.revision(),
  };
  return { pack, faults };
}

function checkCategories(city: CityFile, agencies: readonly Agency[] | undefined): void {
  const { categories } = city.value;
  const isKnown = agencyCheck(agencies);
  unique(city, categories, (category, i) => ({ id: category.id, path: ['categories', i, 'id'] }));
  categories.forEach(({ agency }, i) => isKnown(city.fault, agency, ['categories', i, 'agency']));
}

/** `undefined` when a ring crosses itself: it cannot be cut into cells, and its fault says enough. */
function readOutline(reading: Read): MultiPolygon | undefined {
  const file = readChecked(reading, 'outline.geojson', schema.outlineSchema);
  if (file === undefined) return [];
  const before = reading.faults.length;
  file.value.features.forEach(({ geometry }, i) => checkArea(file, geometry, i));
  if (reading.faults.length > before) return undefined;
  return file.value.features.flatMap((feature) => toMultiPolygon(feature.geometry));
}

function readUnits(
  reading: Read,
  rows: CheckedFile<z.output<typeof schema.unitRowsSchema>> | undefined,
  outline: MultiPolygon | undefined,
): readonly Unit[] {
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
  if (rows !== undefined) checkUnitRows(rows);
  if (source === 'wards.geojson') {
    const wards = readChecked(reading, 'wards.geojson', schema.wardsSchema);
    if (wards === undefined) return [];
    unique(wards, wards.value.features, ({ properties }, i) => ({
      id: properties.code,
      path: ['features', i, 'properties', 'code'],
    }));
    return officialUnits(wards, rows);
  }
  return rows === undefined || outline === undefined ? [] : derivedUnits(rows, outline);
}

function placeSegments(segments: readonly RoadSegment[], units: readonly Unit[]): readonly RoadSegment[] {
  return segments.map((segment) => {
    const [lon, lat] = segment.points[Math.floor(segment.points.length / 2)]!;
    const unit = unitAt({ units }, lon, lat)?.code;
    return unit === undefined ? segment : { ...segment, unit };
  });
}
