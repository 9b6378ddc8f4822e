import { expect, test } from 'vitest';
import type { SimMessage } from '../message.ts';
import { fromCaptureLine } from './capture-line.ts';
import { newestEventMs, shiftTimes } from './event-times.ts';

function message(topic: string, payload: string): SimMessage {
  return { atMs: 1_000, topic, qos: 1, retain: false, payload };
}

test('a captured line keeps its topic with spaces and its payload bytes', () => {
  const line = Buffer.from(
    '2024-02-13T16:33:00.005271Z /hfp/v2/ongoing/vp/bus/0018/Lehtisaari (M)/5 {"VP":{"spd": 1.0}} ',
  );
  expect(fromCaptureLine(line)).toMatchObject({
    atMs: Date.parse('2024-02-13T16:33:00.005Z'),
    topic: '/hfp/v2/ongoing/vp/bus/0018/Lehtisaari (M)/5',
    payload: Buffer.from('{"VP":{"spd": 1.0}} '),
  });
  for (const text of ['station,time,value', 'yesterday topic {"a":1}', '2024-02-13T16:33:00Z topic-only'])
    expect(fromCaptureLine(Buffer.from(text))).toBeUndefined();
});

test('event times of the contract are read and moved; everything else in the payload stays', () => {
  const one = message('city/v1/obs/air/a', '{"t":5000,"v":{"pm25UgM3":1.5},"id":"x"}');
  expect(newestEventMs(one)).toBe(5_000);
  expect(shiftTimes(one, 100)).toEqual({
    ...one,
    atMs: 1_100,
    payload: '{"t":5100,"v":{"pm25UgM3":1.5},"id":"x"}',
  });
  const list = message('city/v1/obs/air/a', '[{"t":"1970-01-01T07:00:05+07:00","v":{}},{"t":9000,"v":{}}]');
  expect(newestEventMs(list)).toBe(9_000);
  expect(shiftTimes(list, 1).payload).toBe('[{"t":5001,"v":{}},{"t":9001,"v":{}}]');
  expect(newestEventMs(message('city/v1/report/1022', '{"id":"1","t":7}'))).toBe(7);
});

test('a description has no time, a foreign payload is said to be foreign', () => {
  const description = message('city/v1/entity/air/a', '{"name":{"vi":"A"}}');
  expect(newestEventMs(description)).toBe('none');
  expect(shiftTimes(description, 100)).toEqual({ ...description, atMs: 1_100 });
  for (const [topic, payload] of [
    ['/hfp/v2/x', '{"VP":{"tst":"2024-01-01T00:00:00Z"}}'],
    ['city/v1/obs/air/a', '{"v":{}}'],
    ['city/v1/obs/air/a', 'not JSON'],
    ['city/v1/obs/air/a', '[]'],
  ] as const)
    expect(newestEventMs(message(topic, payload))).toBe('foreign');
});
