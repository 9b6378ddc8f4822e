import { globSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SHARED_DATA } from './shared-data.ts';

const ZONE = '+08:00';

/**
 * The Beijing set as a recording that `simulate replay` reads: its hour stands in four columns, which no CSV binding puts together.
 * One message per row with a value; `NA` is no observation.
 */
export function writeBeijingRecording(path: string): void {
  const lines = globSync('beijing_prsa/*.csv', { cwd: SHARED_DATA })
    .toSorted()
    .flatMap((file) => readFileSync(join(SHARED_DATA, file), 'utf8').trimEnd().split('\n').slice(1))
    .map((row) => row.replaceAll('"', '').trimEnd().split(','))
    .filter((cells) => cells[5] !== 'NA')
    .map((cells) => {
      const [year, month, day, hour] = cells.slice(1, 5).map((cell) => cell.padStart(2, '0'));
      const at = new Date(`${year}-${month}-${day}T${hour}:00:00${ZONE}`).toISOString();
      const text = JSON.stringify({ t: at, v: { pm25UgM3: Number(cells[5]) } });
      return JSON.stringify({
        at,
        topic: `city/v1/obs/air-beijing/${cells[17]}`,
        qos: 1,
        retain: false,
        text,
      });
    });
  writeFileSync(path, `${lines.join('\n')}\n`);
}
