import type { JournalClient } from '@metropane/event-log';
import type { ControlRoom } from '../fold/control-room.ts';
import type { FoldConfig } from '../fold/fold-config.ts';
import type { View } from '../view/view.ts';
import { isDerivedKind } from './derived-writer.ts';
import type { FactWriter } from './fact-writer.ts';
import type { FoldFault } from './fold-fault.ts';
import { toFact } from './journal-facts.ts';
import type { Sequencer } from './sequencer.ts';

/** Entries of the journal that one question reads. */
const PAGE = 1_000;

/** Facts that were committed but not yet referred to when the process before died: they fold now, in journal order. */
export async function healRefs(parts: {
  journal: Pick<JournalClient, 'read'>;
  room: ControlRoom;
  sequencer: Sequencer;
}): Promise<number> {
  const { journal, room, sequencer } = parts;
  let healed = 0;
  for (let next = room.lastJournalSeq + 1; ;) {
    const page = await journal.read(next, PAGE);
    if (!page.ok) throw new Error(`the journal cannot be read: ${page.message}`);
    for (const entry of page.value) {
      next = entry.seq + 1;
      if (isDerivedKind(entry.kind)) continue;
      sequencer.take({ kind: 'journal', seq: entry.seq, entry: toFact(entry) });
      healed += 1;
    }
    if (page.value.length < PAGE) break;
  }
  sequencer.flush();
  return healed;
}

/** A record that no replay shall try again; durable before anything is folded without it. */
export async function keepSkip(
  journal: Pick<JournalClient, 'append'>,
  { offset, feed, message }: FoldFault,
  atMs: number,
): Promise<void> {
  const stored = await journal.append({
    kind: 'skip',
    v: 1,
    atMs,
    actor: 'system',
    body: JSON.stringify({ offset, feed, error: message }),
    dedupKey: `skip\0${offset}`,
  });
  if (!stored.ok) throw new Error(`the journal did not take a skip: ${stored.message}`);
}

/** The feed shows as faulted from the log on, and the centre as degraded. */
export function showSkipped(
  faults: readonly FoldFault[],
  { sequencer, view, atMs }: { sequencer: Sequencer; view: View; atMs: number },
): void {
  for (const { offset, feed, message } of faults) {
    sequencer.take({ kind: 'skip', offset, feed, error: message });
    view.setSystem({
      id: 'fold',
      status: 'degraded',
      detail: `record ${offset} of feed ${feed || 'none'} was passed over after two crashes: ${message}`,
      sinceMs: atMs,
    });
  }
  sequencer.flush();
}

/** Configuration enters the fold as a journal entry, and only when it differs from what the fold already has. */
export async function journalConfig(
  config: FoldConfig,
  { room, facts, atMs }: { room: ControlRoom; facts: Pick<FactWriter, 'write'>; atMs: number },
): Promise<void> {
  if (JSON.stringify(room.config) === JSON.stringify(config)) return;
  await facts.write({ kind: 'config', v: 1, atMs, actor: 'system', body: config });
}
