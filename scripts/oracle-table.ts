/**
 * `node scripts/oracle-table.ts`: starts the centre over the recorded city data and prints every recorded answer beside ours as
 * a markdown table. Ends with 1 if one differs, with 2 if the data is absent.
 */
import { allQuestions } from '../server/test/real-data/all-questions.ts';
import { CityReader, type FeedJson } from '../server/test/real-data/city-reader.ts';
import { archiveBindings, writeFeedsFile } from '../server/test/real-data/feeds-file.ts';
import { isAnswered, type OracleQuestion } from '../server/test/real-data/oracle-question.ts';
import { LACKS_DATA, SHARED_DATA } from '../server/test/real-data/shared-data.ts';
import { waitForArchives } from '../server/test/real-data/whole-archives.ts';
import { startCentre } from '../server/test/start-centre-fixture.ts';

if (LACKS_DATA) {
  process.stderr.write(`the recorded city data is not in ${SHARED_DATA}\n`);
  process.exit(2);
}

const feeds = writeFeedsFile(archiveBindings());
const centre = await startCentre({
  args: ['--no-simulators', '--feeds', feeds.path, '--feed-dir', SHARED_DATA],
});
try {
  await waitForArchives(async () => (await centre.get<{ items: FeedJson[] }>('/api/v1/feeds')).items);
  const city = new CityReader(centre);
  process.stdout.write('| folder | question | oracle answer | ours | equal |\n|---|---|---|---|---|\n');
  for (const question of allQuestions(false)) process.stdout.write(`${await toRow(question, city)}\n`);
} finally {
  await centre.stop();
  feeds.remove();
}

async function toRow(question: OracleQuestion, city: CityReader): Promise<string> {
  const { folder, expected, ask, corrected, reason } = question;
  const ours = ask === undefined ? undefined : await ask(city);
  const cells = [folder, question.question, toText(expected), ask === undefined ? '-' : toText(ours)];
  return `| ${[...cells, `${verdict()}${reason === undefined ? '' : ` (${reason})`}`].join(' | ')} |`;

  function verdict(): string {
    if (ask === undefined) return 'not told over HTTP';
    if (isAnswered(question, ours)) return corrected === undefined ? 'yes' : 'differs as it should';
    process.exitCode = 1;
    return 'NO';
  }
}

function toText(value: unknown): string {
  return (typeof value === 'string' ? value : JSON.stringify(value)).replaceAll('|', '\\|');
}
