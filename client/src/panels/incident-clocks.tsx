import { Trans, useLingui } from '@lingui/react/macro';
import { Check, TriangleAlert } from 'lucide-react';
import { INCIDENT_CLOCKS } from '@metropane/incidents';
import type { IncidentClock, IncidentClockName } from '@metropane/incidents';
import type { IncidentRecord } from '@metropane/live-state';
import { useNowMs } from '../live/use-now.ts';
import { formatAge, formatElapsed, NO_VALUE } from '../ui/format.ts';
import { CLOCK_WORDS, PAUSE_WORDS } from '../ui/incident-words.ts';
import { useLocale } from '../ui/use-locale.ts';
import { useTimeText } from '../ui/use-time-text.ts';

/**
 * The six clocks of an incident: reached ones say how long it took, the one that runs stands on the selected ground, later
 * ones wait. Each shows its limit; a limit that was or is passed is marked by a sign and a word.
 */
export function IncidentClocks({ incident }: { incident: IncidentRecord }) {
  const { i18n } = useLingui();
  const clocks = shownClocks(incident);
  const running = clocks.find(({ atMs }) => atMs === undefined)?.name;
  const pause = incident.pauses?.at(-1);
  return (
    <>
      <dl className="clocks">
        {clocks.map((clock) => (
          <Clock
            key={clock.name}
            clock={clock}
            incident={incident}
            isRunning={clock.name === running && incident.state !== 'closed'}
          />
        ))}
      </dl>
      {pause !== undefined && pause.toMs === undefined && (
        <p className="clocks-paused" role="status">
          <Trans>
            Đồng hồ đang dừng: {i18n._(PAUSE_WORDS[pause.reason])} ({pause.by})
          </Trans>{' '}
          {pause.text}
        </p>
      )}
    </>
  );
}

/** The clocks that the centre keeps; of an incident from before there were clocks, the moments that it knows. */
export function shownClocks(incident: IncidentRecord): IncidentClock[] {
  const kept = new Map((incident.clocks ?? []).map((clock) => [clock.name, clock]));
  const known: Partial<Record<IncidentClockName, number | undefined>> = {
    detected: incident.openedAtMs,
    acknowledged: incident.acknowledgedAtMs,
    closed: incident.closedAtMs,
  };
  return INCIDENT_CLOCKS.map((name) => {
    const atMs = known[name];
    return kept.get(name) ?? { name, isBreached: false, ...(atMs === undefined ? {} : { atMs }) };
  });
}

function Clock({
  clock,
  incident,
  isRunning,
}: {
  clock: IncidentClock;
  incident: IncidentRecord;
  isRunning: boolean;
}) {
  const { i18n } = useLingui();
  const timeText = useTimeText();
  const locale = useLocale();
  const { name, atMs, dueMs } = clock;
  const isDone = atMs !== undefined;
  const source = name === 'detected' ? (incident.entity ?? incident.source) : undefined;
  const className = `${isRunning ? 'is-running' : ''} ${isDone ? 'is-done' : ''} ${clock.isBreached ? 'is-breached' : ''}`;
  return (
    <div className={className} data-clock={name}>
      <dt>{i18n._(CLOCK_WORDS[name])}</dt>
      <dd className="num">
        {name === 'detected' ? (
          timeText(incident.openedAtMs)
        ) : isDone ? (
          `+${formatElapsed(atMs - incident.openedAtMs, locale)}`
        ) : isRunning ? (
          <Running fromMs={incident.openedAtMs} />
        ) : (
          NO_VALUE
        )}
        {isDone && name !== 'detected' && !clock.isBreached && <Check className="icon" aria-hidden="true" />}
        {clock.isBreached && <TriangleAlert className="icon icon-late" aria-hidden="true" />}
      </dd>
      <dd
        className={`clock-limit num ${source === undefined ? '' : 'clock-source'}`}
        {...(source === undefined ? {} : { title: source })}
      >
        {source !== undefined ? (
          source
        ) : dueMs === undefined ? (
          NO_VALUE
        ) : (
          <>≤ {formatAge(dueMs - incident.knownAtMs, locale)}</>
        )}
        {clock.isBreached && (
          <>
            {' '}
            <Trans>quá hạn</Trans>
          </>
        )}
      </dd>
    </div>
  );
}

function Running({ fromMs }: { fromMs: number }) {
  const nowMs = useNowMs();
  const locale = useLocale();
  return <>{formatElapsed(nowMs - fromMs, locale)}</>;
}
