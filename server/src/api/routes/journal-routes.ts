import type { JournalClient, JournalEntry } from '@metropane/event-log';
import { z } from 'zod';
import type { Api } from '../http-server.ts';
import { isoTime, parseTime } from '../iso-time.ts';
import { clampLimit, limitParameter } from '../paging.ts';
import { requireAnswer } from '../journal-answer.ts';

const MOST = 1_000;
type Reader = Pick<JournalClient, 'read' | 'get' | 'head'>;

/** The audit trail: every entry of a stretch of time in its order, with the hash chain that proves that none was changed. */
export function journalRoutes(app: Api): void {
  app.get(
    '/api/v1/journal',
    {
      schema: {
        querystring: z.object({
          from: z.string().optional(),
          to: z.string().optional(),
          limit: limitParameter(100),
          cursor: z.coerce.number().int().positive().optional(),
        }),
      },
    },
    async ({ query, room: { journal } }) => {
      const fromMs = query.from === undefined ? Number.NEGATIVE_INFINITY : parseTime('from', query.from);
      const toMs = query.to === undefined ? Number.POSITIVE_INFINITY : parseTime('to', query.to);
      const first = query.cursor ?? (await firstSince(journal, fromMs));
      const limit = clampLimit(query.limit, MOST);
      const found = requireAnswer(await journal.read(first, limit + 1));
      const end = found.findIndex((entry) => entry.atMs >= toMs);
      const inside = end === -1 ? found : found.slice(0, end);
      const items = inside.slice(0, limit).map(toEntryJson);
      const next = inside[limit];
      return next === undefined ? { items } : { items, nextCursor: String(next.seq) };
    },
  );
}

/** The first entry at or after a time. Entries are in order of their times, as the clock of the centre went. */
async function firstSince(journal: Reader, fromMs: number): Promise<number> {
  let low = 1;
  let high = requireAnswer(await journal.head()).seq + 1;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    const entry = requireAnswer(await journal.get(middle));
    if (entry === null || entry.atMs >= fromMs) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** All that the hash is made of, the body as the very text that was stored: so an auditor can recompute the chain. */
function toEntryJson(entry: JournalEntry): Record<string, unknown> {
  return { ...entry, at: isoTime(entry.atMs) };
}
