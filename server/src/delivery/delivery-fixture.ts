import type { JournalEntry } from '@metropane/event-log';
import type { Incident } from '@metropane/incidents';
import type { Channel, SendOutcome, SentMessage } from './channels/channel.ts';
import { parseDelivery, type Target } from './delivery-config.ts';

/** A webhook target as the file would give it; `of` in words of the file. */
export function targetOf(of: Record<string, unknown> = {}): Target {
  return parsedTarget({
    ...{ kind: 'webhook', id: 'hook', url: 'https://example.org/in', secret: 's'.repeat(16) },
    ...of,
  });
}

/** The only target of a file that holds this one. */
export function parsedTarget(target: Record<string, unknown>): Target {
  const parsed = parseDelivery({ targets: [target] }, () => undefined);
  if (!parsed.ok) throw new Error(parsed.message);
  return parsed.value.targets[0]!;
}

export function incidentOf(of: Partial<Incident> = {}): Incident {
  return {
    id: 'SC-000001',
    revision: 1,
    priority: 2,
    state: 'new',
    category: 'flood',
    title: 'Nước ngập trước nhà ông Ba',
    loc: [106.7, 10.77],
    unit: { code: '26734', name: 'Phường Bến Thành' },
    source: '1022',
    reports: 1,
    openedAtMs: 1_000,
    knownAtMs: 2_000,
    updatedAtMs: 2_000,
    simulated: false,
    ...of,
  };
}

/** A journal that grows by `add`. */
export function fakeJournal() {
  const entries: JournalEntry[] = [];
  return {
    add(kind: string, body: object): number {
      const seq = entries.length + 1;
      const text = JSON.stringify(body);
      const hash = `${seq}`.padStart(64, '0');
      const fixed = { v: 1, actor: 'x', dedupKey: null, isDerived: false, prevHash: '' };
      entries.push({ seq, kind, atMs: seq * 1_000, body: text, hash, ...fixed });
      return seq;
    },
    head: () => Promise.resolve({ ok: true as const, value: { seq: entries.length, hash: '' } }),
    read: (from: number, limit: number, { kind }: { kind?: string } = {}) => {
      const found = entries.filter((one) => one.seq >= from && (kind === undefined || one.kind === kind));
      return Promise.resolve({ ok: true as const, value: found.slice(0, limit) });
    },
  };
}

/** A receiver that answers as told, by what it is asked. */
export function fakeChannel(
  answer: (message: SentMessage, n: number) => SendOutcome,
): Channel & { heard: string[] } {
  const heard: string[] = [];
  return {
    heard,
    send(message) {
      heard.push(message.id);
      return Promise.resolve(answer(message, heard.length));
    },
    close: () => Promise.resolve(),
  };
}

export const TAKEN: SendOutcome = { isSent: true, answer: 'ok' };
export const REFUSED: SendOutcome = { isSent: false, answer: 'HTTP 500' };
