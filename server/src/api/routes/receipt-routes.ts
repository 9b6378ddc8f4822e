import { Readable } from 'node:stream';
import { assert } from '@metropane/base';
import type { ReceiptRow } from '@metropane/city';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { agencyScope } from '../../access/roles.ts';
import { RECEIPT_CSV_HEADER, receiptCsvLine } from '../../history/receipt-csv.ts';
import type { AskedWindow, ReceiptAnswer, ReceiptQuestion } from '../../pipeline/receipt-messages.ts';
import type { Room } from '../api-deps.ts';
import type { Api } from '../http-server.ts';
import { isoTime, parseTime } from '../iso-time.ts';
import { clampLimit, fromCursor, toCursor } from '../paging.ts';
import { Problem } from '../problem.ts';
import { WINDOWS } from './window-routes.ts';

const DEFAULT_ROWS = 1_000;
const PAGE_ROWS = 10_000;
const DAY_MS = 86_400_000;
/** All of the log. */
const NO_OFFSET = -1;
const Window = z.object({
  domain: z.string(),
  entity: z.string(),
  metric: z.string(),
  window: z.enum(WINDOWS),
  /** Of a window: RFC 3339 with an offset. */
  start: z.string(),
});
const Rows = Window.extend({
  format: z.enum(['json', 'csv']).default('json'),
  limit: z.coerce.number().int().optional(),
  cursor: z.string().optional(),
});
const Figure = z.object({
  kind: z.enum(['indicator', 'trend', 'heat']),
  id: z.string(),
  /** Of a heat map: the entity of the row. */
  row: z.string().optional(),
  /** Start of the bin; absent: the newest one. */
  bin: z.string().optional(),
});

/** Where a number comes from: the receipt of a settled window, its raw rows, and that of a figure on the wall. */
export function receiptRoutes(app: Api): void {
  app.get('/api/v1/receipts', { schema: { querystring: Window } }, ({ room, query }) =>
    windowReceipt(room, toAsked(room, query)),
  );
  app.get('/api/v1/receipts/rows', { schema: { querystring: Rows } }, async (request, reply) => {
    const { format, limit, cursor, ...window } = request.query;
    const { room } = request;
    const asked = toAsked(room, window);
    if (format === 'json') return rowsPage(room, asked, { limit, cursor });
    if (limit !== undefined || cursor !== undefined)
      throw new Problem(400, 'bad-request', { detail: 'a CSV is whole: it takes neither limit nor cursor' });
    return sendCsv(room, asked, reply);
  });
  app.get('/api/v1/receipts/figure', { schema: { querystring: Figure } }, async (request) => {
    const { kind, id, row, bin } = request.query;
    const question = {
      ask: 'figure' as const,
      kind,
      id,
      ...(row === undefined ? {} : { row }),
      ...(bin === undefined ? {} : { binMs: parseStart(request.room, 'bin', bin) }),
    };
    const { receipt } = await answerOf(request.room, question, 'figure');
    return 'items' in receipt ? withoutOthersIncidents(receipt, request) : receipt;
  });
}

function toAsked(room: Room, { start, ...rest }: z.output<typeof Window>): AskedWindow {
  return { ...rest, startMs: parseStart(room, 'start', start) };
}

/** A time at which there can be events: the door takes none before 1970 and none far ahead of its arrival. */
function parseStart({ clock }: Room, name: string, text: string): number {
  const ms = parseTime(name, text);
  if (ms >= -DAY_MS && ms <= clock.nowMs() + DAY_MS) return ms;
  throw new Problem(400, 'bad-time', { detail: `${name}: there are no events at that time` });
}

/** The answer of the wanted kind; what is no answer is a problem. */
async function answerOf<S extends ReceiptAnswer['status']>(
  { history }: Room,
  question: ReceiptQuestion,
  wanted: S,
): Promise<Extract<ReceiptAnswer, { status: S }>> {
  const answer = await history.receipt(question);
  switch (answer.status) {
    case 'unknown':
      throw new Problem(404, 'not-found', { detail: answer.what });
    case 'misaligned': {
      const nearest = isoTime(answer.nearestMs);
      const detail = `nothing starts there; the nearest start is ${nearest}`;
      throw new Problem(400, 'not-a-window-start', { detail, extra: { nearest } });
    }
    case 'no-bins':
      throw new Problem(400, 'no-bins', { detail: 'this figure is of now only; ask without bin' });
    case 'too-many-rows':
      throw new Problem(413, 'too-many-rows', {
        detail: 'too many rows for one receipt: ask for a shorter window',
      });
    default:
      assert(answer.status === wanted, 'another answer than was asked for', {
        status: answer.status,
        wanted,
      });
      return answer as Extract<ReceiptAnswer, { status: S }>;
  }
}

async function windowReceipt(room: Room, asked: AskedWindow): Promise<Record<string, unknown>> {
  const { receipt, arrivals } = await answerOf(room, { ask: 'window', ...asked }, 'window');
  const lengthMs = Date.parse(receipt.end) - Date.parse(receipt.start);
  const { entity, feed } = receipt;
  const { fromMs } = arrivals;
  const toMs = Math.max(arrivals.toMs, fromMs + lengthMs);
  return { ...receipt, rejected: room.deadLetters.mentions({ feeds: feed, entity, fromMs, toMs }) };
}

async function rowsPage(
  room: Room,
  asked: AskedWindow,
  page: { limit: number | undefined; cursor: string | undefined },
): Promise<{ items: ReceiptRow[]; nextCursor?: string }> {
  const limit = clampLimit(page.limit ?? DEFAULT_ROWS, PAGE_ROWS);
  const afterOffset =
    page.cursor === undefined ? NO_OFFSET : fromCursor(page.cursor, z.tuple([z.int().nonnegative()]))[0];
  const upToOffset = Number.MAX_SAFE_INTEGER;
  const { rows } = await answerOf(
    room,
    { ask: 'rows', ...asked, afterOffset, upToOffset, limit: limit + 1 },
    'rows',
  );
  const items = rows.slice(0, limit);
  const last = rows.length > limit ? items.at(-1) : undefined;
  return last === undefined ? { items } : { items, nextCursor: toCursor([last.seq]) };
}

/** The hash goes ahead of the rows, which are the same ones: rows that come meanwhile lie behind `toOffset`. */
async function sendCsv(room: Room, asked: AskedWindow, reply: FastifyReply): Promise<FastifyReply> {
  const { receipt } = await answerOf(room, { ask: 'window', ...asked }, 'window');
  const { domain, entity, metric, start } = receipt;
  const name = [domain, entity, metric, start].join('_').replaceAll(/[^A-Za-z0-9_.-]/g, '-');
  return reply
    .header('x-content-sha256', receipt.sha256)
    .header('content-disposition', `attachment; filename="${name}.csv"`)
    .type('text/csv; charset=utf-8')
    .send(Readable.from(csvOf(room, asked, receipt.log?.toOffset ?? NO_OFFSET)));
}

async function* csvOf(room: Room, asked: AskedWindow, upToOffset: number): AsyncIterable<string> {
  yield RECEIPT_CSV_HEADER;
  for (let afterOffset = NO_OFFSET; afterOffset < upToOffset;) {
    const page = { afterOffset, upToOffset, limit: PAGE_ROWS };
    const { rows } = await answerOf(room, { ask: 'rows', ...asked, ...page }, 'rows');
    yield rows.map(receiptCsvLine).join('');
    afterOffset = rows.length < PAGE_ROWS ? upToOffset : rows.at(-1)!.seq;
  }
}

/** Incidents are not assigned to agencies yet, so an agency sees how many there are and none of them. */
function withoutOthersIncidents<R extends { items: Record<string, unknown>[] }>(
  receipt: R,
  { principal }: FastifyRequest,
): R {
  if (principal === undefined || agencyScope(principal) === undefined) return receipt;
  return { ...receipt, items: receipt.items.filter((item) => !('priority' in item)) };
}
