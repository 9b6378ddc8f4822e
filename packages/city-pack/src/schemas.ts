import type { z } from 'zod';
import type { PackFileName } from './pack-folder.ts';
import * as schema from './schema.ts';
import * as office from './schema-office.ts';
import { positionsSchema, rulesSchema } from './schema-alarms.ts';
import { scenesSchema } from './schema-scenes.ts';

/** Every file of a pack with the schema that the loader checks it with. */
export const SCHEMAS: Readonly<Record<PackFileName, z.ZodType>> = {
  'city.yaml': schema.citySchema,
  'units.csv': schema.unitRowsSchema,
  'outline.geojson': schema.outlineSchema,
  'wards.geojson': schema.wardsSchema,
  'roads.geojson': schema.roadsSchema,
  'water.geojson': schema.waterSchema,
  'parks.geojson': schema.parksSchema,
  'buildings.geojson': schema.buildingsSchema,
  'places.csv': schema.placeRowsSchema,
  'bridges.csv': schema.bridgeRowsSchema,
  'stations.yaml': schema.stationsSchema,
  'panels.yaml': schema.panelsSchema,
  'scenes.yaml': scenesSchema,
  'rules.yaml': rulesSchema,
  'positions.yaml': positionsSchema,
  'groupings.yaml': office.groupingsSchema,
  'agencies.yaml': office.agenciesSchema,
  'sops.yaml': office.sopsSchema,
  'calendar.yaml': office.calendarSchema,
  'scales.yaml': office.scalesSchema,
  'lines.yaml': office.linesSchema,
  'cameras.csv': office.cameraRowsSchema,
  'bus-stops.csv': office.busStopRowsSchema,
  'bus-routes.geojson': office.busRoutesSchema,
};
