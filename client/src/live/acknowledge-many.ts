import { Problem } from './centre-port.ts';
import type { CentreApi } from './centre-port.ts';
import type { OutboxEntry } from './outbox-entry.ts';
import type { BatchEnd } from './outbox-batch.ts';

interface ManyAnswer {
  items: {
    status: number;
    code?: string;
    detail?: string;
    allowed?: string[];
    alarm?: unknown;
    incident?: unknown;
  }[];
}

/** Sends acknowledgements as one act of the centre; null for a batch of anything else. Rejects with a `Problem` when none arrived. */
export function acknowledgeMany(
  api: Pick<CentreApi, 'post'>,
  entries: readonly OutboxEntry[],
): Promise<BatchEnd[]> | null {
  if (entries.some(({ act }) => act.action !== 'acknowledge' || act.text !== undefined)) return null;
  const items = entries.map(({ target: { kind, id }, expectedRevision, actionId }) => {
    return { kind, id, expectedRevision, actionId };
  });
  return api.post<ManyAnswer>('/acknowledgements', { items }).then((answer) => answer.items.map(endOf));
}

function endOf({ status, code, detail, ...now }: ManyAnswer['items'][number]): BatchEnd {
  if (status === 200) return { answer: now };
  return { problem: new Problem(status, code ?? 'refused', { detail: detail ?? 'refused', extra: now }) };
}
