import { keyOfRecord, RECORD_TABLE_NAMES } from '@metropane/live-state';
import type { CityDiff } from '@metropane/live-state';
import type { Centre } from '../live/centre-context.ts';
import { Problem } from '../live/centre-port.ts';
import type { CentreApi, WindowRow } from '../live/centre-port.ts';
import type { CityGround } from '../live/city-ground.ts';
import { LiveStore } from '../live/live-store.ts';
import { GALLERY_NOW_MS, GALLERY_WINDOWS, NEVER_ANSWERED } from '../ui/gallery-piece.ts';
import type { GalleryRoom } from '../ui/gallery-piece.ts';

/** A centre that exists only for one sample: its clock stands, and it knows what the sample gave it. */
export function makeGalleryCentre(room: GalleryRoom): Centre {
  const live = new LiveStore(
    () => GALLERY_NOW_MS,
    (paint) => paint(),
  );
  live.tellLink({ kind: 'heard', serverTimeMs: GALLERY_NOW_MS, delayMs: 80 });
  if (room.isWaiting !== true) live.applySnapshot(snapshotOf(room), []);
  return {
    live,
    api: apiOf(room.answers ?? {}),
    ground: GROUND,
    session: { role: 'operator', name: 'Bàn 2', realm: 'live' },
  };
}

function snapshotOf({ records = {} }: GalleryRoom): CityDiff {
  const changed = RECORD_TABLE_NAMES.map((table) => {
    const rows = records[table] ?? [];
    const upserts = new Map<string, unknown>(rows.map((row) => [keyOfRecord(row), row]));
    return [table, { upserts, removed: new Set<string>() }];
  });
  return {
    epoch: 1,
    from: 0,
    seq: 1,
    atMs: GALLERY_NOW_MS,
    records: Object.fromEntries(changed) as CityDiff['records'],
    layers: new Map(),
  };
}

function apiOf(answers: Readonly<Record<string, unknown>>): CentreApi {
  const refuse = (): Promise<never> =>
    Promise.reject(new Problem(0, 'unreachable', { detail: 'the gallery has no centre' }));
  const windows = answers[GALLERY_WINDOWS];
  return {
    session: () => Promise.resolve(null),
    redeem: refuse,
    city: refuse,
    incident: refuse,
    act: refuse,
    windows: () =>
      windows === NEVER_ANSWERED
        ? new Promise(() => undefined)
        : windows === undefined
          ? refuse()
          : Promise.resolve(windows as WindowRow[]),
    get: <T>(path: string): Promise<T> => {
      const key = Object.keys(answers).find((each) =>
        each.endsWith('*') ? path.startsWith(each.slice(0, -1)) : each === path,
      );
      const answer = key === undefined ? undefined : answers[key];
      if (answer === NEVER_ANSWERED) return new Promise(() => undefined);
      return answer === undefined ? refuse() : Promise.resolve(answer as T);
    },
    post: refuse,
    put: refuse,
    upload: refuse,
    remove: refuse,
    download: refuse,
  };
}

const GROUND: CityGround = {
  id: 'gallery',
  name: { vi: 'Thành phố Mẫu', en: 'Sample City' },
  zone: 'Asia/Ho_Chi_Minh',
  centre: [106.7, 10.785],
  bbox: [106.6, 10.7, 106.8, 10.87],
  views: { main: { centre: [106.7, 10.785], zoom: 12 } },
  units: [],
  roads: [],
  segments: [],
  baseMap: { tiles: '' },
  places: [],
  stations: [],
  layers: [],
};
