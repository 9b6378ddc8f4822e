import { Trans, useLingui } from '@lingui/react/macro';
import type { CityState, SystemRecord } from '@metropane/live-state';
import { useCentre } from '../../live/centre-context.ts';
import { useLive } from '../../live/use-live.ts';
import { formatDateTime } from '../../ui/format.ts';
import { EmptyNote } from '../../ui/empty-note.tsx';
import { Panel } from '../../ui/panel.tsx';
import './system-panel.css';

/** The parts of the centre itself: a part that fails says so here instead of hiding behind old figures. */
export function SystemPanel() {
  const { t } = useLingui();
  const { ground } = useCentre();
  const parts = useLive(selectParts, SYSTEMS);
  const words = { ok: t`chạy tốt`, degraded: t`chạy kém`, down: t`ngừng` };
  return (
    <Panel className="system-panel" title={<Trans>Các phần của trung tâm</Trans>}>
      {parts.length === 0 && (
        <EmptyNote>
          <Trans>Trung tâm chưa báo tình trạng các phần của nó.</Trans>
        </EmptyNote>
      )}
      <ul className="system-rows" tabIndex={0} aria-label={t`Các phần của trung tâm`}>
        {parts.map((part) => (
          <li key={part.id} className={`system-row system-${part.status}`}>
            <svg className="feed-status" viewBox="0 0 12 12" aria-hidden="true">
              {part.status === 'ok' && <circle cx="6" cy="6" r="3.4" />}
              {part.status === 'degraded' && <path className="outline" d="M6 1.600 11 10.400H1Z" />}
              {part.status === 'down' && (
                <path className="outline" d="M2.500 2.500 9.500 9.500M9.500 2.500 2.500 9.500" />
              )}
            </svg>
            <div>
              <b>{part.id}</b> <span>{words[part.status]}</span>
              <small>{part.detail}</small>
            </div>
            <small className="num">
              <Trans>từ {formatDateTime(part.sinceMs, ground.zone)}</Trans>
            </small>
          </li>
        ))}
      </ul>
    </Panel>
  );
}

const SYSTEMS = { tables: ['system'], maxHz: 1 } as const;
const ORDER = { down: 0, degraded: 1, ok: 2 } as const;

function selectParts({ records }: CityState): SystemRecord[] {
  return [...records.system.values()].sort(
    (a, b) => ORDER[a.status] - ORDER[b.status] || a.id.localeCompare(b.id),
  );
}
