import { expect, test } from 'vitest';
import { makeTopicSpace, topicMatches } from './topic-space.ts';

test('topics on the prefix are sorted by shape', () => {
  const { kindOf } = makeTopicSpace();
  expect(
    [
      'city/v1/obs/air/station-1',
      'city/v1/entity/flood/gauge:7',
      'city/v1/report/camera~9',
      'city/v1/case/dvc',
      'city/v1/indicator/dti/A1.2',
      'city/v1/feed/mqtt/status',
    ].map(kindOf),
  ).toEqual(['observation', 'entity', 'report', 'case', 'indicator', 'feed-status']);
});

test('a missing entity, a level too many and a character out of range are malformed', () => {
  const { kindOf } = makeTopicSpace();
  const wrong = [
    ...['city/v1/obs/air', 'city/v1/obs/air/', 'city/v1/obs/AIR/x', 'city/v1/obs/air/x/y', 'city/v1/obs//x'],
    ...[`city/v1/obs/${'a'.repeat(33)}/x`, `city/v1/obs/air/${'a'.repeat(129)}`, 'city/v1/obs/air/phường'],
    ...['city/v1/feed/mqtt/state', 'city/v1/unheard/of', 'city/v1/', 'city/v1/__proto__/x'],
    ...['', 'a/+/b', '#', 'city/v1/obs/air/x\0', 'city/v1/obs/air/\ufffd', 'a/'.repeat(65_535)],
  ];
  for (const topic of wrong)
    expect([topic.slice(0, 40), kindOf(topic)]).toEqual([topic.slice(0, 40), 'malformed']);
  expect(kindOf('a/'.repeat(99))).toBe('foreign');
});

test('outside the prefix: claimed by a binding, foreign, or of the broker', () => {
  const { kindOf } = makeTopicSpace('town/', ['/hfp/v2/+/ongoing/#', 'spBv1.0/#', 'town/legacy/#']);
  expect(['/hfp/v2/journey/ongoing/vp/bus', 'spBv1.0/g/NDATA/e', 'town/legacy/7'].map(kindOf)).toEqual([
    ...['claimed', 'claimed', 'claimed'],
  ]);
  expect(['/hfp/v3/x', 'city/v1/obs/air/x', '$SYS/broker/uptime'].map(kindOf)).toEqual([
    'foreign',
    'foreign',
    'system',
  ]);
  expect(kindOf('town/obs/air/x')).toBe('observation');
});

test('filters match as MQTT 3.1.1 section 4.7 says', () => {
  const cases: [string, string, boolean][] = [
    ['a/#', 'a', true],
    ['a/#', 'a/b/c', true],
    ['#', 'a/b', true],
    ['#', '$SYS/x', false],
    ['+/x', '$SYS/x', false],
    ['$SYS/#', '$SYS/x', true],
    ['+', 'a/b', false],
    ['+/+', '/a', true],
    ['a/+', 'a', false],
    ['a', 'a/b', false],
    ['a/b', 'a', false],
  ];
  for (const [filter, topic, matches] of cases) {
    expect([filter, topic, topicMatches(filter, topic)]).toEqual([filter, topic, matches]);
  }
});
