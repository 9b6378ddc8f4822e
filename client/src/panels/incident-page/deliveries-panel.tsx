import { msg } from '@lingui/core/macro';
import type { MessageDescriptor } from '@lingui/core';
import { Trans, useLingui } from '@lingui/react/macro';
import { useCallback } from 'react';
import { useCentre } from '../../live/centre-context.ts';
import { useAnswer } from '../../live/use-answer.ts';
import { useTimeText } from '../../ui/use-time-text.ts';

/** A message that left the centre, as `GET /api/v1/deliveries` tells it. */
interface ShownDelivery {
  id: string;
  target: string;
  event: string;
  state: string;
  attempts: number;
  createdAt: string;
  lastAnswer: string;
}

const STATE_WORDS: Readonly<Record<string, MessageDescriptor>> = {
  queued: msg`đang chờ`,
  retrying: msg`đang thử lại`,
  sent: msg`đã gửi`,
  failed: msg`không gửi được`,
  cancelled: msg`đã hủy`,
  kept: msg`giữ lại (diễn tập)`,
};

/** What was sent out about this incident, and what became of each message. */
export function DeliveriesPanel({ incidentId }: { incidentId: string }) {
  const { api } = useCentre();
  const timeText = useTimeText();
  const { i18n } = useLingui();
  const ask = useCallback(
    () => api.get<{ items: ShownDelivery[] }>(`/deliveries?incident=${encodeURIComponent(incidentId)}`),
    [api, incidentId],
  );
  const { value, problem } = useAnswer(ask, ASK_EVERY_MS);
  const items = value?.items ?? [];
  return (
    <section className="panel deliveries-panel">
      <header className="panel-head">
        <h2>
          <Trans>Đã gửi ra ngoài</Trans>
        </h2>
        <span className="panel-sub num">{value === null ? '' : items.length}</span>
      </header>
      {problem !== null && (
        <p className="muted">
          <Trans>Chưa hỏi được trung tâm:</Trans> <code>{problem.code}</code>
        </p>
      )}
      {value !== null && items.length === 0 && (
        <p className="muted">
          <Trans>Chưa có bản tin nào được gửi ra.</Trans>
        </p>
      )}
      <ul>
        {items.map(({ id, target, event, state, attempts, createdAt, lastAnswer }) => (
          <li key={id} className={state === 'failed' ? 'is-failed' : ''}>
            <time className="num">{timeText(Date.parse(createdAt))}</time>
            <span className="clip" title={lastAnswer}>
              <b>{target}</b> {event}
            </span>
            <span className="num">
              {STATE_WORDS[state] === undefined ? state : i18n._(STATE_WORDS[state])} · {attempts}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

const ASK_EVERY_MS = 10_000;
