/**
 * The process that the kill test kills: takes the data folder of argv[2], appends numbered records to the log and entries to the
 * journal for ever, and says on stdout what it has promised, one line each, only after the promise holds.
 */
import { writeSync } from 'node:fs';
import { JournalWorker } from './journal-worker.ts';
import { openDataFolder } from './data-folder.ts';
import { TelemetryLogWriter } from './telemetry-log-writer.ts';

function say(line: string): void {
  writeSync(1, `${line}\n`);
}

const folder = openDataFolder(process.argv[2] ?? '');
if (!folder.ok) {
  say(`refused ${folder.code}`);
  process.exit(2);
}
const { log, journal } = folder.value;
const clock = { nowMs: () => 1000 };
const opened = TelemetryLogWriter.openForAppend({ folder: log, clock, segmentBytes: 20_000 });
if (!opened.ok) throw new Error(opened.message);
const writer = opened.value;
const started = await JournalWorker.start({ path: journal });
if (!started.ok) throw new Error(started.message);
const { client } = started.value;
say('ready');

for (let batch = 0; ; batch++) {
  for (let i = 0; i < 20; i++) {
    const payload = Buffer.alloc(60 + ((batch * 7 + i) % 90), i);
    payload.writeUInt32LE(batch * 20 + i, 0);
    writer.append(1, payload);
  }
  const flushed = writer.flush();
  if (flushed.ok) say(`flushed ${flushed.value.flushedOffset} ${(batch + 1) * 20}`);
  const entry = {
    kind: 'action',
    v: 1,
    atMs: batch,
    actor: null,
    body: `${batch}`,
    dedupKey: `${process.pid} ${batch}`,
  };
  const stored = await client.append(entry);
  if (stored.ok) say(`stored ${stored.value.seq} ${entry.dedupKey}`);
}
