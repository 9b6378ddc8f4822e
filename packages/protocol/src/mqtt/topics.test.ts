import fc from 'fast-check';
import { expect, test } from 'vitest';
import { formatTopic, isTopicPrefix, parseTopic, toEntityId } from './topics.ts';
import type { Topic } from './topics.ts';

const domain = fc.stringMatching(/^[a-z0-9-]{1,32}$/);
const name = fc.stringMatching(/^[A-Za-z0-9_.:~-]{1,128}$/);
const topics: fc.Arbitrary<Topic> = fc.oneof(
  fc.record({ kind: fc.constantFrom('obs' as const, 'entity' as const), domain, entity: name }),
  fc.record({ kind: fc.constant('report' as const), source: name }),
  fc.record({ kind: fc.constant('case' as const), system: domain }),
  fc.record({ kind: fc.constant('indicator' as const), system: domain, code: name }),
  fc.record({ kind: fc.constant('feed-status' as const), feed: name }),
);
const prefixes = fc.constantFrom('city/v1/', 'x/', 'tp.hcm/ioc/v2/');

test('[P15] a topic that was formatted parses to the same', () => {
  fc.assert(
    fc.property(topics, prefixes, (topic, prefix) => {
      expect(isTopicPrefix(prefix)).toBe(true);
      expect(parseTopic(formatTopic(topic, prefix), prefix)).toEqual(topic);
    }),
  );
});

test('[P15] whatever parses formats back to the same text', () => {
  const levels = fc.array(
    fc.constantFrom('obs', 'report', 'feed', 'status', 'case', 'a', 'B', '', '+', '#'),
    {
      maxLength: 5,
    },
  );
  fc.assert(
    fc.property(levels, (parts) => {
      const text = `city/v1/${parts.join('/')}`;
      const topic = parseTopic(text);
      if (topic !== undefined) expect(formatTopic(topic)).toBe(text);
    }),
    { numRuns: 2_000 },
  );
});

test.each([
  'city/v1/obs/traffic',
  'city/v1/obs/traffic/',
  'city/v1/obs/Traffic/x',
  'city/v1/obs/traffic/x/y',
  'city/v1/obs/traffic/#',
  'city/v1/obs/traffic/đường',
  'city/v1/report',
  'city/v1/report/a/b',
  'city/v1/case/a.b',
  'city/v1/feed/x',
  'city/v1/feed/x/state',
  'city/v1/indicator/x',
  'city/v1',
  'city/v10/report/a',
  'other/report/a',
  '',
])('[P15] %s is no topic', (text) => {
  expect(parseTopic(text)).toBeUndefined();
});

test('a prefix ends with a slash and has no wildcards', () => {
  for (const prefix of ['city/v1', '/', '', 'city//v1/', 'city/+/', '#/', 'a/b/c/d/e/f/g/h/i/']) {
    expect(isTopicPrefix(prefix), prefix).toBe(false);
  }
});

test('a foreign id becomes an entity id', () => {
  expect(toEntityId('urn:ngsi-ld:Station/12 bis')).toBe('urn:ngsi-ld:Station:12:bis');
  expect(toEntityId('x'.repeat(200))).toHaveLength(128);
});
