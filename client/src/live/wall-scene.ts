import type { CityState, IncidentRecord, WallRecord } from '@metropane/live-state';
import type { CityGround, CityScene } from './city-ground.ts';

/** What a wall shows where the city has no scenes. */
export const OVERVIEW: CityScene = {
  id: 'overview',
  name: { vi: 'Tổng quan', en: 'Overview' },
  left: ['incidents', 'feeds'],
  middle: ['bars'],
  right: ['corridors', 'tide', 'air'],
};

/** The scene of one incident: its place, its clocks, its alarms, beside what else is open. */
export const INCIDENT_SCENE: CityScene = {
  id: 'incident',
  name: { vi: 'Sự cố', en: 'Incident' },
  left: ['incidents'],
  middle: [],
  right: ['incident'],
};
/** Streets around it for some 3 km: enough to see the ways there. */
const INCIDENT_ZOOM = 13.6;

export interface WallNow {
  scene: CityScene;
  /** What the centre says of this room; null while it says nothing (no scenes, or not heard yet). */
  record: WallRecord | null;
  /** The incident that the scene is about. */
  incident: IncidentRecord | null;
  /** What follows; null while the scene stands. */
  next: CityScene | null;
}

/** What the screens of a room show, by the newest publish. A scene that this page does not know is the overview. */
export function wallNow({ records }: CityState, ground: CityGround, room: string): WallNow {
  const scenes = ground.scenes ?? [];
  const sceneOf = (id: string | undefined): CityScene =>
    scenes.find((scene) => scene.id === id) ?? scenes[0] ?? OVERVIEW;
  const record = records.wall.get(room) ?? null;
  if (record === null) return { scene: sceneOf(undefined), record, incident: null, next: null };
  const incident = record.incidentId === null ? null : (records.incident.get(record.incidentId) ?? null);
  const scene =
    record.scene === INCIDENT_SCENE.id && incident !== null ? INCIDENT_SCENE : sceneOf(record.scene);
  const next =
    record.untilMs === null ? null : sceneOf(record.playlist[(record.index + 1) % record.playlist.length]);
  return { scene, record, incident, next };
}

/** Where the map of a scene looks; null = the city's main view. */
export function cameraOf(
  { scene, incident }: Pick<WallNow, 'scene' | 'incident'>,
  ground: CityGround,
): NonNullable<CityScene['camera']> | null {
  if (scene.id === INCIDENT_SCENE.id)
    return incident?.loc === undefined ? null : { centre: incident.loc, zoom: INCIDENT_ZOOM };
  if (scene.camera !== undefined) return scene.camera;
  const inset = ground.views.insets?.find(({ id }) => id === scene.view);
  if (inset?.centre === undefined || inset.zoom === undefined) return null;
  return { centre: inset.centre, zoom: inset.zoom };
}
