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
import { checkViews } from './city-views.ts';
import {
  hasFaults,
  readAgencies,
  readCameras,
  readGroupings,
  readNetworks,
  readRules,
} from './read-office.ts';
import { makeScenes } from './scenes.ts';
import { scenesSchema } from './schema-scenes.ts';
import { readAlarms } from './read-alarms.ts';
import { makeStations } from './stations.ts';
import { withoutUndefined } from './without-undefined.ts';
import { formatPackFault } from './pack-fault.ts';
import type { PackFault, PackFaultCode } from './pack-fault.ts';
import { openPackFolder } from './pack-folder.ts';
import type { PackFileName } from './pack-folder.ts';
import { makeBuildings } from './pack-buildings.ts';
import { makeBridges, makePlaces, makeRoads, makeParks, makeWater } from './pack-layers.ts';
import { makeIndicators, makePanels } from './pack-panels.ts';
import { checkThresholds } from './threshold-editions.ts';
import { cutRoad } from './road-segments.ts';
import { checkUnitRows, derivedUnits, formerUnits, officialUnits } from './unit-parts.ts';
import { readBaseMap } from './read-base-map.ts';
import { unitAt } from './unit-index.ts';
import { checkArea, toMultiPolygon } from './multi-polygon.ts';
import { unique } from './unique-ids.ts';
import type { Agency } from './office-types.ts';
import type { CityPack, MultiPolygon, RoadSegment, Unit } from './pack-types.ts';
import * as schema from './schema.ts';
import { SCHEMAS } from './schemas.ts';

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
  const read = { folder, faults };
  const city = readMergedCity(read, schema.citySchema);
  if (city !== undefined) return { pack: readWithCity(read, city), faults };
  // Without city.yaml nothing can be placed or referred to; what each file says of itself is told all the same.
  for (const [name, file] of Object.entries(SCHEMAS).slice(1)) readChecked(read, name as PackFileName, file);
  return { faults };
}

function readWithCity(read: Read, city: CityFile): CityPack {
  const { extends: _base, roadClasses: _classes, thresholds, baseMap, ...facts } = city.value;
  checkViews(city, facts);
  const ground = readGround(read, city);
  const locate = makeLocate(facts.bbox, ground.units);
  const agencies = readAgencies(read, locate);
  const knownAgencies = hasFaults(read, 'agencies.yaml') ? undefined : agencies.agencies;
  const cameras = readCameras(read, knownAgencies, locate);
  const stationsFile = readChecked(read, 'stations.yaml', schema.stationsSchema);
  const stations = makeStations(stationsFile, { agencies: knownAgencies, cameras }, locate);
  const areRoadsBad = hasFaults(read, 'roads.geojson');
  const dated = withoutUndefined(thresholds);
  const known = {
    agencies: knownAgencies,
    thresholds: dated,
    stations: hasFaults(read, 'stations.yaml') ? undefined : stations,
    roads: areRoadsBad ? undefined : ground.roads,
    segments: areRoadsBad ? undefined : ground.segments,
  };
  checkThresholds(city, known.stations);
  checkCategories(city, knownAgencies);
  const panels = readChecked(read, 'panels.yaml', schema.panelsSchema);
  const made = makePanels(panels, known);
  const indicators = makeIndicators(panels, known);
  const rules = readRules(read, { ...known, categories: facts.categories });
  const { units, formerUnits: former } = ground;
  return {
    ...facts,
    ...ground,
    ...(baseMap !== undefined && { baseMap: readBaseMap(read, baseMap, city.fault) }),
    stations,
    thresholds: dated,
    indicators,
    panels: made,
    ...makeScenes(readChecked(read, 'scenes.yaml', scenesSchema), {
      views: facts.views,
      panels: hasFaults(read, 'panels.yaml') ? undefined : made,
      isInherited: read.folder.isInherited('scenes.yaml'),
    }),
    ...agencies,
    cameras,
    ...rules,
    ...readAlarms(read, { ...known, categories: facts.categories, sops: rules.sops, indicators }),
    ...readNetworks(read, { stations: known.stations, locate }),
    groupings: readGroupings(read, units.length === 0 ? [] : [...units, ...former]),
    revision: read.folder.revision(),
  };
}

type Ground =
  | 'outline'
  | 'units'
  | 'formerUnits'
  | 'roads'
  | 'segments'
  | 'water'
  | 'parks'
  | 'buildings'
  | 'bridges'
  | 'places';

/** What lies on the map. */
function readGround(read: Read, city: CityFile): Pick<CityPack, Ground> {
  const { bbox, roadClasses } = city.value;
  const outline = readOutline(read);
  const rows = readChecked(read, 'units.csv', schema.unitRowsSchema);
  const units = readUnits(read, rows, outline);
  const roadsFile = readChecked(read, 'roads.geojson', schema.roadsSchema);
  const roads = makeRoads(roadsFile, { roadClasses, bbox }, city.fault);
  return {
    outline: outline ?? [],
    units,
    formerUnits: formerUnits(rows),
    roads,
    segments: placeSegments(roads.flatMap(cutRoad), units),
    water: makeWater(readChecked(read, 'water.geojson', schema.waterSchema), bbox),
    parks: makeParks(readChecked(read, 'parks.geojson', schema.parksSchema), bbox),
    buildings: makeBuildings(readChecked(read, 'buildings.geojson', schema.buildingsSchema), bbox),
    bridges: makeBridges(readChecked(read, 'bridges.csv', schema.bridgeRowsSchema), bbox),
    places: makePlaces(readChecked(read, 'places.csv', schema.placeRowsSchema), bbox),
  };
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
  file.value.features.forEach(({ geometry }, i) => {
    checkArea(file, geometry, i);
    const parts = geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates;
    if (parts.some((rings) => rings.length > 1))
      file.fault(
        'geometry',
        ['features', i, 'geometry'],
        'an outline has no holes: give the units as wards.geojson instead',
      );
  });
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
      message: 'is not there: expected units.csv with outline.geojson, or wards.geojson',
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
