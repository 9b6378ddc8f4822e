import { Plural, Trans, useLingui } from '@lingui/react/macro';
import type { AlarmRecord, CityState, IncidentRecord } from '@metropane/live-state';
import { Square, SquareCheck } from 'lucide-react';
import { useCallback } from 'react';
import { useCentre } from '../live/centre-context.ts';
import { useLive } from '../live/use-live.ts';
import { categoryName, placeOf, STATE_WORDS } from '../ui/incident-words.ts';
import { Panel } from '../ui/panel.tsx';
import { PriorityGlyph } from '../ui/priority-glyph.tsx';
import { inLocale, useLocale } from '../ui/use-locale.ts';
import { useTimeText } from '../ui/use-time-text.ts';
import { IncidentClocks } from './incident-clocks.tsx';
import './incident-detail.css';
import './wall-incident.css';

/** What a wall tells of the incident that took it over: where, since when, how far it is, what was measured. No names of people. */
export function WallIncident({ incident }: { incident: IncidentRecord }) {
  const { ground } = useCentre();
  const timeText = useTimeText();
  const { i18n, t } = useLingui();
  const locale = useLocale();
  const select = useCallback((state: CityState) => alarmsOf(state, incident.id), [incident.id]);
  const alarms = useLive(select, ALARMS);
  return (
    <Panel
      className="wall-incident"
      title={<Trans>Sự cố đang giữ cảnh</Trans>}
      subtitle={<span className="num">{incident.id}</span>}
    >
      <header className="wall-incident-head">
        <PriorityGlyph priority={incident.priority} isUnacknowledged={incident.state === 'new'} />
        <div>
          <h3>{incident.title}</h3>
          <p>
            <b>{categoryName(incident.category, ground, locale)}</b>
            {placeOf(incident) !== null && ` · ${placeOf(incident)}`}
            {' · '}
            {i18n._(STATE_WORDS[incident.state])}
            {' · '}
            <Plural value={incident.reports} one="# tin báo" other="# tin báo" />
          </p>
        </div>
      </header>
      <IncidentClocks incident={incident} />
      {incident.sop !== undefined && (
        <section>
          <h4>{inLocale(incident.sop.name, locale)}</h4>
          <ol className="wall-incident-steps">
            {incident.sop.steps.map((step) => (
              <li key={step.id} className={step.state === 'open' ? '' : 'is-done'}>
                {step.state === 'open' ? (
                  <Square className="icon" aria-label={t`chưa làm`} />
                ) : (
                  <SquareCheck className="icon" aria-label={t`đã làm`} />
                )}
                <span>{inLocale(step.text, locale)}</span>
              </li>
            ))}
          </ol>
        </section>
      )}
      <ol className="wall-incident-alarms">
        {alarms.map((alarm) => (
          <li key={alarm.id}>
            <PriorityGlyph priority={alarm.priority} isSmall />
            <span className="clip">
              {inLocale(alarm.name, locale)} · {alarm.place}
            </span>
            <time className="num">{timeText(alarm.onsetMs)}</time>
          </li>
        ))}
      </ol>
    </Panel>
  );
}

const ALARMS = { tables: ['alarm'], maxHz: 2 } as const;

function alarmsOf({ records }: CityState, incidentId: string): AlarmRecord[] {
  return [...records.alarm.values()]
    .filter((alarm) => alarm.incidentId === incidentId)
    .sort((a, b) => a.priority - b.priority || a.onsetMs - b.onsetMs);
}
