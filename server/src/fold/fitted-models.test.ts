import { expect, test } from 'vitest';
import { alarmRoom } from './alarm-room-fixture.ts';
import { ControlRoom } from './control-room.ts';
import { T0 } from './room-fixture.ts';

const row = Array.from({ length: 168 }, (_, hour) => hour);
const model = { low: row, mid: row, high: row, fittedToMs: T0, hours: 400 };
const quality = { fromMs: T0 - 400 * 3_600_000, toMs: T0, hours: 400, missingShare: 0 };
const refusal = { code: 'too-many-gaps', message: 'm', quality };
const series = 'flood/a/depthCm';

function fold(
  room: ControlRoom,
  seq: number,
  { kind, ...body }: { kind: string; [field: string]: unknown },
): void {
  const entry = { kind, v: 1, atMs: T0 + seq, actor: 'centre', body: { series, ...body } };
  room.fold({ kind: 'journal', seq, entry }, seq);
}

test('[R20] editions are counted and dated by their entries; a refused attempt leaves the edition before it in force', () => {
  const room = alarmRoom([]);
  fold(room, 1, { kind: 'model-refused', refusal });
  expect(room.desk.models.get(series)).toMatchObject({ version: 0, model: null, refused: { atMs: T0 + 1 } });
  expect(room.desk.models.at(series, 'mid', { tMs: T0, zone: 'UTC' })).toBeNull();
  fold(room, 2, { kind: 'model-fitted', model, quality });
  fold(room, 3, { kind: 'model-fitted', model, quality });
  expect(room.desk.models.get(series)).toMatchObject({
    version: 2,
    fittedAtMs: T0 + 3,
    quality,
    refused: null,
  });
  fold(room, 4, { kind: 'model-refused', refusal });
  expect(room.desk.models.get(series)).toMatchObject({ version: 2, refused: { code: 'too-many-gaps' } });
  // A Monday, 08:00 UTC.
  expect(room.desk.models.at(series, 'mid', { tMs: T0, zone: 'UTC' })).toBe(8);
  const restored = new ControlRoom();
  restored.restore(room.snapshot());
  expect(restored.stateHash()).toBe(room.stateHash());
  fold(restored, 5, { kind: 'model-fitted', model });
  expect([restored.desk.models.get(series)!.version, restored.stateHash() === room.stateHash()]).toEqual([
    3,
    false,
  ]);
});
