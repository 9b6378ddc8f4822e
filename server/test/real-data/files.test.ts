/**
 * Recorded city data as files, read by the real program through the bindings that ship as examples: every answer of the sets'
 * `oracle.json` must come out of the documented HTTP routes, in the precision in which it was recorded.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startCentre, type TestCentre } from '../start-centre-fixture.ts';
import { allQuestions } from './all-questions.ts';
import { CityReader, type FeedJson } from './city-reader.ts';
import { isAnswered } from './oracle-question.ts';
import { archiveBindings, writeFeedsFile } from './feeds-file.ts';
import { LACKS_DATA, SHARED_DATA } from './shared-data.ts';
import { expectConserved, READINGS, waitForArchives } from './whole-archives.ts';

/** 4,058 segments are asked one by one: some 15 s on two idle cores. */
const QUESTION_LIMIT_MS = 180_000;

describe.skipIf(LACKS_DATA)('recorded data as files (needs the recorded data)', () => {
  let centre: TestCentre;
  let city: CityReader;
  let feedsFile: ReturnType<typeof writeFeedsFile>;
  let feeds: FeedJson[];

  beforeAll(async () => {
    feedsFile = writeFeedsFile(archiveBindings());
    centre = await startCentre({
      args: ['--no-simulators', '--feeds', feedsFile.path, '--feed-dir', SHARED_DATA],
    });
    city = new CityReader(centre);
    feeds = await waitForArchives(
      async () => (await centre.get<{ items: FeedJson[] }>('/api/v1/feeds')).items,
    );
  }, 90_000);
  afterAll(async () => {
    await centre?.stop();
    feedsFile?.remove();
  });

  test('every row of every file is received once, none is refused, and the counts add up', () => {
    for (const [id, received] of Object.entries(READINGS)) {
      const feed = feeds.find((one) => one.id === id)!;
      expect(feed).toMatchObject({ id, received, rejected: {}, late: 0 });
      expectConserved(feed);
    }
    expect(feeds.find((feed) => feed.id === 'healthyair')).toMatchObject({ missing: 17_203 });
  });

  const asked = allQuestions(LACKS_DATA).filter((question) => question.ask !== undefined);
  test.each(asked)(
    '$folder: $question',
    async (question) => {
      const ours = await question.ask!(city);
      // toEqual shows the difference; isAnswered also knows a tolerance.
      if (!isAnswered(question, ours)) expect(ours).toEqual(question.corrected ?? question.expected);
      expect(isAnswered(question, ours)).toBe(true);
    },
    QUESTION_LIMIT_MS,
  );
});
