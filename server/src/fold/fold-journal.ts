import type { Report } from '@metropane/city';
import type { ControlRoom } from './control-room.ts';
import { foldAlarmFact } from './fold-alarm-fact.ts';
import type { FoldConfig } from './fold-config.ts';
import type { JournalFact } from './log-entry.ts';

/**
 * Folds one journal entry. Kinds that this fold has no state for (`case`, `indicator`: projected beside the fold by `offices`) and
 * kinds of a newer build are passed over: they stay in the journal.
 */
export function foldJournalFact(room: ControlRoom, seq: number, fact: JournalFact): void {
  switch (fact.kind) {
    case 'config':
      room.configure(fact.body as FoldConfig, fact.atMs);
      return;
    case 'report': {
      const { report, unit, simulated } = fact.body as ReportBody;
      const outcome = room.incidents.applyReport(report, {
        atMs: fact.atMs,
        // Who told it is what an operator wants to read; through which feed it came is in the journal.
        actor: report.source,
        journalSeq: seq,
        simulated,
        ...(unit === null ? {} : { unit }),
      });
      room.dirty.incidents.add(outcome.incident.id);
      if (outcome.kind !== 'duplicate') room.desk.reports.add(report, unit?.code ?? '');
      hear(room, fact);
      return;
    }
    case 'action': {
      const { incidentId, action } = fact.body as { incidentId: string; action: unknown };
      const ctx = { atMs: fact.atMs, actor: fact.actor, journalSeq: seq };
      const outcome = room.incidents.applyAction(incidentId, action, ctx);
      room.dirty.incidents.add(incidentId);
      room.desk.incidents.acknowledgeAlarms(incidentId, ctx);
      forget(room, outcome.evicted);
      return;
    }
    case 'feed-status': {
      const { feed, status } = fact.body as { feed: string; status: 'up' | 'down' };
      room.feedStatus.set(feed, status);
      room.dirty.feeds = true;
      return;
    }
    case 'file-read':
      room.filesRead.add(fileKey(fact.body as FileBody));
      return;
    case 'entity': {
      const { domain, entity, description } = fact.body as EntityBody;
      const key = `${domain}\0${entity}`;
      room.descriptions.put(key, description === null ? null : JSON.stringify(description));
      return;
    }
    default:
      foldAlarmFact(room, seq, fact);
  }
}

interface EntityBody {
  domain: string;
  entity: string;
  description: unknown;
}

interface FileBody {
  feed: string;
  path: string;
  bytes: number;
  modifiedMs: number;
}

/** Which version of which file: one that grew or was replaced is another. */
export function fileKey({ feed, path, bytes, modifiedMs }: FileBody): string {
  return [feed, path, bytes, modifiedMs].join('\0');
}

interface ReportBody {
  report: Report;
  unit: { code: string; name: string } | null;
  simulated: boolean;
}

/** A feed that delivers reports has been heard, although its counts speak of readings only. */
function hear(room: ControlRoom, { actor, atMs }: JournalFact): void {
  if (!actor.startsWith('feed:')) return;
  const counts = room.ledger.counts(actor.slice('feed:'.length));
  counts.lastArrivalMs = Math.max(counts.lastArrivalMs, atMs);
  room.dirty.feeds = true;
}

function forget(room: ControlRoom, evicted: string[]): void {
  for (const id of evicted) room.dirty.incidents.add(id);
}
