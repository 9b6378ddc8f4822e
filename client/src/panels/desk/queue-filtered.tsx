import { Plural, Trans } from '@lingui/react/macro';
import { Filter } from 'lucide-react';
import type { DeskQueue } from '../../live/desk-queue.ts';
import { EntryCountWords } from './entry-count-words.tsx';
import './queue-filtered.css';

/** A queue that is filtered never looks like a quiet city: how much is kept off the list, what of it is urgent, and the way back. */
export function QueueFiltered({
  queue: { hidden, hiddenUrgent },
  onAll,
}: {
  queue: Pick<DeskQueue, 'hidden' | 'hiddenUrgent'>;
  onAll: () => void;
}) {
  const isNothing = hidden.incidents + hidden.alarms === 0;
  return (
    <div className={`queue-filtered ${hiddenUrgent.length > 0 ? 'has-urgent' : ''}`}>
      <Filter className="icon" aria-hidden="true" />
      <p>
        <b>
          <Trans>Đang lọc:</Trans>
        </b>{' '}
        <span className="num">
          {isNothing ? (
            <Trans>không ẩn mục nào</Trans>
          ) : (
            <Trans>
              ẩn <EntryCountWords count={hidden} />
            </Trans>
          )}
        </span>
        <span role="status">
          {hiddenUrgent.length > 0 && (
            <strong className="num">
              {', '}
              <Plural
                value={hiddenUrgent.length}
                one="trong đó # mục P1, P2 chưa xác nhận"
                other="trong đó # mục P1, P2 chưa xác nhận"
              />
            </strong>
          )}
        </span>
      </p>
      <button type="button" className="queue-chip" onClick={onAll}>
        <Trans>Bỏ lọc</Trans>
      </button>
    </div>
  );
}
