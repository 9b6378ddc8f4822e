import { Plural, Trans } from '@lingui/react/macro';
import { useOutbox, useOutboxEntries } from '../../live/use-acting.ts';
import type { OutboxEntry } from '../../live/outbox-entry.ts';
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
  if (entries.length === 0) return null;
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
