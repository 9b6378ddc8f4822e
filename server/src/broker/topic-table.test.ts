import fc from 'fast-check';
import { expect, test } from 'vitest';
import { makeTopicSpace } from '../access/topic-space.ts';
import { TopicTable } from './topic-table.ts';

test('the table answers as the topic space does, however often and in whatever order it is asked', () => {
  const space = makeTopicSpace('city/v1/', ['ext/#']);
  const topic = fc.oneof(
    fc.constantFrom(
      'city/v1/obs/air/a',
      'city/v1/entity/air/b',
      'ext/x',
      '$SYS/x',
      '',
      'a/+/b',
      'city/v1/obs/khí/a',
    ),
    fc.string({ unit: 'binary', maxLength: 20 }),
    fc.integer({ min: 0, max: 60 }).map((n) => `city/v1/obs/air/s${n}`),
  );
  fc.assert(
    fc.property(fc.array(topic, { maxLength: 200 }), (topics) => {
      // 16 topics: collisions and the emptying of the table happen.
      const table = new TopicTable(space, 16);
      for (const wanted of topics) {
        const bytes = Buffer.concat([Buffer.from('<<'), Buffer.from(wanted, 'utf8'), Buffer.from('>>')]);
        const entry = table.entryAt(bytes, 2, bytes.length - 2);
        const asRead = Buffer.from(wanted, 'utf8').toString('utf8');
        expect([entry.topic, entry.kind]).toEqual([asRead, space.kindOf(asRead)]);
      }
    }),
  );
});

test('equal topics are one object, whatever buffer they came in; bindings that change are judged anew', () => {
  const table = new TopicTable(makeTopicSpace());
  const first = table.entryOf('ext/x');
  expect(table.entryAt(Buffer.from('..ext/x'), 2, 7)).toBe(first);
  expect(first).toMatchObject({ topic: 'ext/x', kind: 'foreign', mayRetain: false });
  table.useSpace(makeTopicSpace('city/v1/', ['ext/#']));
  expect(table.entryOf('ext/x').kind).toBe('claimed');
  expect(table.entryOf('city/v1/entity/air/a').mayRetain).toBe(true);
});
