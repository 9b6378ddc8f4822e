import { Plural, Trans } from '@lingui/react/macro';
import { useBatchReport, useOutbox, useOutboxEntries } from '../../live/use-acting.ts';
import type { OutboxEntry } from '../../live/outbox-entry.ts';
import type { BatchReport } from '../../live/outbox-batch.ts';
import { SecondsLeft } from './unsent-mark.tsx';

/** What this desk has not got rid of yet: acts that may be taken back, that wait for the link, or that were refused. */
export function UndoBar({ onSelect }: { onSelect: (id: string) => void }) {
  const outbox = useOutbox();
  const entries = useOutboxEntries();
  const batches = Map.groupBy(
    entries.filter(({ phase }) => phase === 'undoable'),
    ({ batch }) => batch ?? '',
  );
  const unsent = entries.filter(({ phase }) => phase === 'unsent');
  const refused = entries.filter(({ phase }) => phase === 'conflict' || phase === 'refused');
  const report = useBatchReport();
  if (entries.length === 0 && report === null) return null;
  return (
    <div className="undo-bars" role="status">
      {[...batches].map(([batch, acts]) => (
        <p key={batch} className="undo-bar">
          <span>
            <Plural value={acts.length} one="Xác nhận # mục" other="Xác nhận # mục" />,{' '}
            <Trans>
              chưa gửi, còn <SecondsLeft untilMs={acts[0]!.sendAtMs} /> s
            </Trans>
          </span>
          <button className="button" type="button" onClick={() => outbox.undo(batch)}>
            <Trans>Hoàn tác</Trans> <kbd className="keycap">U</kbd>
          </button>
          <button className="button" type="button" onClick={() => outbox.sendNow(batch)}>
            <Trans>Gửi ngay</Trans>
          </button>
        </p>
      ))}
      {report !== null && <Report report={report} onRead={() => outbox.closeReport()} />}
      {unsent.length > 0 && (
        <p className="undo-bar is-unsent">
          <b>
            <Plural
              value={unsent.length}
              one="# việc chưa gửi (mất kết nối), giữ trong máy này"
              other="# việc chưa gửi (mất kết nối), giữ trong máy này"
            />
          </b>
        </p>
      )}
      {refused.length > 0 && <Refused first={refused[0]!} count={refused.length} onSelect={onSelect} />}
    </div>
  );
}

/** How many of a batch were taken: a part is never shown as the whole. */
function Report({ report: { done, failed }, onRead }: { report: BatchReport; onRead: () => void }) {
  return (
    <p className={`undo-bar ${failed > 0 ? 'is-refused' : ''}`}>
      <span>
        {failed === 0 ? (
          <Trans>Trung tâm đã ghi {done} xác nhận.</Trans>
        ) : (
          <Trans>
            Trung tâm đã ghi {done} trên {done + failed} xác nhận; {failed} chưa được, xem từng mục.
          </Trans>
        )}
      </span>
      <button className="button" type="button" onClick={onRead}>
        <Trans>Đã xem</Trans>
      </button>
    </p>
  );
}

function Refused({
  first,
  count,
  onSelect,
}: {
  first: OutboxEntry;
  count: number;
  onSelect: (id: string) => void;
}) {
  return (
    <p className="undo-bar is-refused">
      <b>
        <Plural value={count} one="# việc chưa lưu được" other="# việc chưa lưu được" />
      </b>
      <button className="button" type="button" onClick={() => onSelect(first.target.id)}>
        <Trans>Xem: {first.title}</Trans>
      </button>
    </p>
  );
}
