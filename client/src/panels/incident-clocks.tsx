import { useLingui } from '@lingui/react/macro';
import { Check } from 'lucide-react';
import type { IncidentRecord } from '@metropane/live-state';
import { useCentre } from '../live/centre-context.ts';
import { useNowMs } from '../live/use-now.ts';
import { formatElapsed, formatTime, NO_VALUE } from '../ui/format.ts';
import { useLocale } from '../ui/use-locale.ts';

/** The clocks of an incident: told, known here, acknowledged, closed. A running one stands on the selected ground. */
export function IncidentClocks({ incident }: { incident: IncidentRecord }) {
  const { t } = useLingui();
  const { ground } = useCentre();
  const locale = useLocale();
  const nowMs = useNowMs();
  const since = (fromMs: number, toMs: number | undefined): string =>
    `+${formatElapsed((toMs ?? nowMs) - fromMs, locale)}`;
  const isOpen = incident.state !== 'closed';
  const isWaiting = incident.state === 'new';
  return (
    <dl className="clocks">
      <Clock name={t`Phát hiện`} value={formatTime(incident.openedAtMs, ground.zone)} />
      <Clock name={t`Trung tâm biết`} value={since(incident.openedAtMs, incident.knownAtMs)} isDone />
      <Clock
        name={t`Xác nhận`}
        value={
          isWaiting || incident.acknowledgedAtMs !== undefined
            ? since(incident.knownAtMs, incident.acknowledgedAtMs)
            : NO_VALUE
        }
        isDone={incident.acknowledgedAtMs !== undefined}
        isRunning={isWaiting && isOpen}
      />
      <Clock
        name={t`Đóng`}
        value={isWaiting ? NO_VALUE : since(incident.openedAtMs, incident.closedAtMs)}
        isDone={!isOpen}
        isRunning={isOpen && !isWaiting}
      />
    </dl>
  );
}

function Clock({
  name,
  value,
  isDone = false,
  isRunning = false,
}: {
  name: string;
  value: string;
  isDone?: boolean;
  isRunning?: boolean;
}) {
  return (
    <div className={isRunning ? 'is-running' : ''}>
      <dt>{name}</dt>
      <dd className="num">
        {value}
        {isDone && <Check className="icon" aria-hidden="true" />}
      </dd>
    </div>
  );
}
