import type { JournalClient } from '@metropane/event-log';
import { readCapAlert, readXml } from '@metropane/feeds';
import type { BriefWarning } from '@metropane/incidents';
import type { IssuedCap } from '../delivery/cap/cap-desk.ts';
import { requireAnswer } from './journal-answer.ts';

/** No alert is in force for longer: the desk that issues them refuses it. */
const LONGEST_MS = 7 * 86_400_000;
const PAGE = 1_000;

/**
 * The CAP alerts that the centre has out now: of each incident the newest message, unless it cancels or has expired. Read from the
 * journal, where every alert lies as it was sent. Rejects with `PipelineRefusal` when the journal does not answer: not known is not none.
 */
export async function activeWarnings(
  journal: Pick<JournalClient, 'between'>,
  nowMs: number,
): Promise<BriefWarning[]> {
  const newest = new Map<string, IssuedCap>();
  let after: { atMs: number; seq: number } | undefined;
  for (;;) {
    const span = { kind: 'cap-issued', fromMs: nowMs - LONGEST_MS, toMs: nowMs + 1, limit: PAGE };
    const page = requireAnswer(await journal.between({ ...span, ...(after === undefined ? {} : { after }) }));
    for (const { body } of page) {
      const issued = JSON.parse(body) as IssuedCap;
      newest.set(issued.incidentId, issued);
    }
    const last = page.at(-1);
    if (page.length < PAGE || last === undefined) break;
    after = { atMs: last.atMs, seq: last.seq };
  }
  return [...newest.values()].flatMap((issued) => toWarning(issued, nowMs));
}

function toWarning({ identifier, sentMs, msgType, xml }: IssuedCap, nowMs: number): BriefWarning[] {
  if (msgType === 'Cancel') return [];
  const tree = readXml(Buffer.from(xml));
  const read = tree.ok ? readCapAlert(tree.value) : tree;
  if (!read.ok) throw new Error(`the centre's own alert ${identifier} cannot be read: ${read.message}`);
  const [info] = read.value.infos;
  const expiresMs = info?.expiresMs ?? null;
  if (expiresMs !== null && expiresMs <= nowMs) return [];
  return [{ id: identifier, headline: info?.headline ?? info?.event ?? identifier, sentMs, expiresMs }];
}
