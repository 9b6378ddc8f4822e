import { REPORT_CATEGORIES } from '@metropane/city';
import { CAP_MAP_DEFAULTS, makeCapDecoder, readCapAlert, readXml } from '@metropane/feeds';
import { forSeeds } from '@metropane/testing';
import { expect, expectTypeOf, test } from 'vitest';
import type { Realm } from '../../access/principal.ts';
import { type CapMessage, capAlertOf } from './cap-message.ts';
import { capFaults } from './cap-rules-fixture.ts';
import { capStatusOf, type CapStatusOf } from './cap-status.ts';
import { toCapTime } from './cap-xml.ts';

const SENT_MS = Date.parse('2026-11-23T07:05:00Z');
const EARLIER = { sender: 'ttdh@hcm.gov.vn', identifier: 'SC-000412.1', sentMs: SENT_MS - 3_600_000 };

function message(of: Partial<CapMessage> = {}): CapMessage {
  return {
    realm: 'live',
    incident: {
      id: 'SC-000412',
      category: 'tide',
      priority: 1,
      severity: 2,
      state: 'assigned',
      simulated: false,
    },
    from: {
      sender: 'ttdh@hcm.gov.vn',
      senderName: { vi: 'Trung tâm điều hành', en: 'Operations centre' },
      zone: 'Asia/Ho_Chi_Minh',
    },
    identity: { sender: 'ttdh@hcm.gov.vn', identifier: 'SC-000412.2', sentMs: SENT_MS + 250 },
    earlier: [],
    isCancel: false,
    wording: {
      headline: { vi: 'Triều cường đỉnh 1,68 m lúc 17:30', en: 'High tide, 1.68 m at 17:30' },
      description: { vi: 'Ngập <30 cm & kéo dài', en: 'Water <30 cm & lasting' },
      instruction: { vi: 'Tránh đường Huỳnh Tấn Phát', en: 'Avoid Huynh Tan Phat street' },
      area: {
        name: { vi: 'Phường Phú Thuận', en: 'Phu Thuan ward' },
        circle: { centre: [106.741, 10.721], radiusKm: 2.5 },
      },
      certainty: 'Likely',
      expiresMs: SENT_MS + 6 * 3_600_000,
    },
    ...of,
  };
}

const read = (xml: string) => {
  const root = readXml(Buffer.from(xml));
  const alert = root.ok ? readCapAlert(root.value) : root;
  if (!alert.ok) throw new Error(alert.message);
  return alert.value;
};

test('an exercise has no word for Actual', () => {
  expectTypeOf<CapStatusOf<'exercise:a'>>().toEqualTypeOf<'Exercise'>();
  expectTypeOf<CapStatusOf<`exercise:${string}`>>().toEqualTypeOf<'Exercise'>();
  expectTypeOf<CapStatusOf<'live'>>().toEqualTypeOf<'Actual' | 'Test'>();
  forSeeds('realms', 300, (rng) => {
    const realm: Realm = `exercise:${['live', 'a', 'actual', String(rng.int(1e6))][rng.int(4)]!}`;
    expect(capStatusOf(realm, rng.int(2) === 0)).toBe('Exercise');
    const xml = capAlertOf(
      message({ realm, isCancel: rng.int(2) === 0, earlier: rng.int(2) === 0 ? [] : [EARLIER] }),
    );
    expect(read(xml).status).toBe('Exercise');
    expect(xml).not.toContain('Actual');
    expect(xml).toContain('[DIỄN TẬP]');
    expect(capFaults(xml)).toEqual([]);
  });
});

test('in the live realm a simulated incident makes a Test, a real one Actual', () => {
  expect(read(capAlertOf(message())).status).toBe('Actual');
  const { incident } = message();
  expect(read(capAlertOf(message({ incident: { ...incident, simulated: true } }))).status).toBe('Test');
});

test('a change is a new message that names the earlier ones; a cancellation says that it is over', () => {
  expect(read(capAlertOf(message()))).toMatchObject({ msgType: 'Alert', references: [] });
  const update = read(capAlertOf(message({ earlier: [EARLIER] })));
  expect(update).toMatchObject({ msgType: 'Update', identifier: 'SC-000412.2', references: [EARLIER] });
  const cancel = read(capAlertOf(message({ earlier: [EARLIER], isCancel: true })));
  expect(cancel).toMatchObject({ msgType: 'Cancel', references: [EARLIER] });
  expect(cancel.infos.map(({ urgency, responseTypes }) => [urgency, responseTypes])).toEqual([
    ['Past', ['AllClear']],
    ['Past', ['AllClear']],
  ]);
});

test('both languages say the same thing, and our own reader reads back what was written', () => {
  const { wording } = message();
  const [vi, en] = read(capAlertOf(message())).infos;
  expect(vi).toMatchObject({
    language: 'vi-VN',
    event: 'Triều cường',
    headline: wording.headline.vi,
    description: wording.description.vi,
    instruction: wording.instruction!.vi,
    severity: 'Severe',
    expiresMs: wording.expiresMs,
    effectiveMs: SENT_MS,
    areas: [{ areaDesc: 'Phường Phú Thuận', circles: [wording.area.circle], polygons: [] }],
  });
  expect(en).toMatchObject({ language: 'en-US', event: 'High tide', description: wording.description.en });
  const decoder = makeCapDecoder({ map: CAP_MAP_DEFAULTS, isLive: true });
  const payload = Buffer.from(capAlertOf(message()));
  const { reports } = decoder.decode({ topic: '', payload, arrivalMs: SENT_MS + 1_000 });
  expect(reports).toEqual([
    expect.objectContaining({
      category: 'tide',
      severity: 2,
      language: 'vi-VN',
      loc: [106.741, 10.721],
      tMs: SENT_MS,
    }),
  ]);
});

test('whatever a person writes, the document keeps to the standard', () => {
  forSeeds('wordings', 500, (rng) => {
    const odd = ['<', '&', '>', ']]>', '\u0000', '\u001B', '\uD800', 'ệ', '🚒', '"', '<!DOCTYPE x>', '\n'];
    const text = (): string =>
      `x${Array.from({ length: rng.int(20) }, () => odd[rng.int(odd.length)]).join('')}`;
    const name = () => ({ vi: text(), en: text() });
    const { incident, wording } = message();
    const category = REPORT_CATEGORIES[rng.int(REPORT_CATEGORIES.length)]!.code;
    const polygon: [number, number][] = [
      [106, 10],
      [106.5, 10],
      [106.5, 10.5],
      [106, 10],
    ];
    const xml = capAlertOf(
      message({
        incident: { ...incident, category, simulated: rng.int(2) === 0 },
        earlier: Array.from({ length: rng.int(3) }, () => EARLIER),
        wording: { ...wording, headline: name(), description: name(), area: { name: name(), polygon } },
      }),
    );
    expect(capFaults(xml)).toEqual([]);
    const alert = read(xml);
    expect(alert.infos).toHaveLength(2);
    expect(alert.infos[0]!.areas[0]!.polygons).toEqual([polygon]);
  });
});

test('the judge finds what is wrong', () => {
  const xml = capAlertOf(message());
  expect(capFaults(xml)).toEqual([]);
  expect(capFaults(xml.replace('<status>Actual</status>', '<status>Real</status>'))).toEqual([
    'status: Real',
  ]);
  expect(capFaults(xml.replace('<scope>Public</scope>\n', ''))).toEqual(['alert.scope: 0']);
  expect(capFaults(xml.replaceAll('+07:00', 'Z'))).not.toEqual([]);
  expect(capFaults(xml.replace('<msgType>Alert', '<msgType>Update'))).toEqual(['Update and references']);
});

test.each([
  ['Asia/Ho_Chi_Minh', '2026-11-23T14:05:00+07:00'],
  ['UTC', '2026-11-23T07:05:00-00:00'],
  ['America/St_Johns', '2026-11-23T03:35:00-03:30'],
])('times of %s are written with digits: %s', (zone, expected) => {
  expect(toCapTime(SENT_MS + 999, zone)).toBe(expected);
});
