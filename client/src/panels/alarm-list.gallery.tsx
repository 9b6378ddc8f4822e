import type { AlarmRecord, Priority } from '@metropane/live-state';
import { GALLERY_NOW_MS } from '../ui/gallery-piece.ts';
import type { GalleryPiece } from '../ui/gallery-piece.ts';
import { AlarmList } from './alarm-list.tsx';

let made = 0;
const LONG = {
  vi: 'Mực nước vượt báo động III, nghiêng ngả khuếch khoác',
  en: 'Water level above alarm III and rising fast',
};

export default {
  name: 'AlarmList',
  box: { width: 27, height: 16 },
  samples: [
    { state: 'usual', room: { records: { alarm: [1, 2, 3, 4].map((p) => alarm(p, {})) } }, show: list },
    {
      state: 'huge',
      room: { records: { alarm: Array.from({ length: 400 }, (_, at) => alarm((at % 4) + 1, {})) } },
      show: list,
    },
    {
      state: 'long',
      room: { records: { alarm: [alarm(1, { name: LONG, place: 'Phường Thạnh Mỹ Tây' })] } },
      show: list,
    },
    { state: 'empty', show: list },
    { state: 'loading', room: { isWaiting: true }, show: list },
  ],
} satisfies GalleryPiece;

function list() {
  return <AlarmList />;
}

function alarm(priority: number, fields: Partial<AlarmRecord>): AlarmRecord {
  const onsetMs = GALLERY_NOW_MS - priority * 74_000;
  const measure = { value: 0.45, limit: 0.3, unit: 'm', tMs: onsetMs };
  const place = `PS-0${priority}`;
  made += 1;
  return {
    ...{ id: made.toString(16).padStart(32, '0'), revision: 1, ruleId: 'flood-depth', ruleRevision: 3 },
    ...{ key: `flood/${place}`, domain: 'flood', entity: place, category: 'flood', position: 'water' },
    ...{ priority: priority as Priority, state: priority % 2 === 1 ? 'unacknowledged' : 'acknowledged' },
    ...{ isActive: true, isAcknowledged: priority % 2 === 0, isLatching: false, isAnnunciated: true },
    ...{ onsetMs, raisedAtMs: onsetMs, changedAtMs: onsetMs, trigger: measure, latest: measure },
    ...{ activations: 1, isChattering: false, simulated: true, place },
    name: { vi: 'Độ sâu ngập > 0,30 m', en: 'Flood depth > 0.30 m' },
    ...fields,
  };
}
