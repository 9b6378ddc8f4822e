import { Trans } from '@lingui/react/macro';
import { useEffect, useState } from 'react';
import type { ReactNode } from 'react';
import type { OutboxEntry } from '../../live/outbox-entry.ts';
import { useOutboxEntries } from '../../live/use-acting.ts';

/** What this desk has done to a thing and the centre has not accepted yet; its children while there is nothing. */
export function UnsentMark({ id, children }: { id: string; children: ReactNode }) {
  const entry = useOutboxEntries().findLast(({ target }) => target.id === id);
  return entry === undefined ? children : <UnsentWords entry={entry} />;
}

export function UnsentWords({ entry }: { entry: OutboxEntry }) {
  switch (entry.phase) {
    case 'undoable':
      return (
        <b className="unsent">
          <Trans>
            chưa gửi, còn <SecondsLeft untilMs={entry.sendAtMs} /> s
          </Trans>
        </b>
      );
    case 'saving':
      return (
        <span className="saving">
          <Trans>đang lưu…</Trans>
        </span>
      );
    case 'unsent':
      return (
        <b className="unsent">
          <Trans>chưa gửi (mất kết nối)</Trans>
        </b>
      );
    case 'conflict':
    case 'refused':
      return (
        <b className="unsent is-refused">
          <Trans>chưa lưu</Trans>
        </b>
      );
  }
}

/** Whole seconds of this machine's clock. */
export function SecondsLeft({ untilMs }: { untilMs: number }) {
  const [nowMs, setNowMs] = useState(() => Date.now());
  useEffect(function tick() {
    const timer = setInterval(() => setNowMs(Date.now()), 250);
    return () => clearInterval(timer);
  }, []);
  return <span className="num">{Math.max(0, Math.ceil((untilMs - nowMs) / 1000))}</span>;
}
