import { useLingui } from '@lingui/react/macro';
import type { FeedRecord } from '@metropane/live-state';

/** Up: filled dot; silent: clock; down: struck ring; never heard: hollow ring; faulted: cross. Shape carries it, not colour. */
export function FeedStatusIcon({ status }: { status: FeedRecord['status'] }) {
  const label = useFeedStatusWords()[status];
  return (
    <svg className={`feed-status feed-status-${status}`} viewBox="0 0 12 12" role="img" aria-label={label}>
      {status === 'up' ? (
        <circle cx="6" cy="6" r="3.4" />
      ) : (
        <circle className="outline" cx="6" cy="6" r="4.6" />
      )}
      {status === 'silent' && <path className="outline" d="M6 3.200V6.200L7.900 7.300" />}
      {status === 'down' && <path className="outline" d="M2.800 9.200 9.200 2.800" />}
      {status === 'faulted' && (
        <path className="outline" d="M4.200 4.200 7.800 7.800M7.800 4.200 4.200 7.800" />
      )}
    </svg>
  );
}

/** The states of a feed as people say them. */
export function useFeedStatusWords(): Record<FeedRecord['status'], string> {
  const { t } = useLingui();
  return { up: t`đang chạy`, silent: t`im lặng`, down: t`mất`, never: t`chưa từng nghe`, faulted: t`hỏng` };
}
