import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { memo, useRef } from 'react';
import type { CSSProperties } from 'react';
import type { AlarmRecord, CityState } from '@metropane/live-state';
import { useLive } from '../live/use-live.ts';
import { useNowMs } from '../live/use-now.ts';
import { ALARM_WORDS, isCalling, measured } from '../ui/alarm-words.ts';
import { EmptyNote } from '../ui/empty-note.tsx';
import { formatElapsed } from '../ui/format.ts';
import { Panel } from '../ui/panel.tsx';
import { PriorityGlyph } from '../ui/priority-glyph.tsx';
import { RoomMark } from '../ui/room-mark.tsx';
import { useFittingRows } from '../ui/use-fitting-rows.ts';
import { inLocale, useLocale } from '../ui/use-locale.ts';
import './incident-list.css';

/** The wall's alarms: what calls, most urgent first, as many as fit; the rest is counted in words. */
export function AlarmList() {
  const alarms = useLive(selectCalled, ALARMS);
  const list = useRef<HTMLOListElement>(null);
  const fitting = useFittingRows(list, 3.4);
  const shown = alarms.length > fitting ? alarms.slice(0, Math.max(1, fitting - 1)) : alarms;
  const hidden = alarms.length - shown.length;
  return (
    <Panel
      className="incidents"
      title={<Trans>Báo động</Trans>}
      subtitle={<span className="num">{alarms.length}</span>}
      marks={<RoomMark />}
    >
      <ol className="incident-rows" ref={list} style={{ '--rows': fitting } as CSSProperties}>
        {alarms.length === 0 && (
          <li className="incident-none">
            <EmptyNote>
              <Trans>Không có báo động nào.</Trans>
            </EmptyNote>
          </li>
        )}
        {shown.map((alarm) => (
          <AlarmRow key={alarm.id} alarm={alarm} />
        ))}
        {hidden > 0 && (
          <li className="incident-more">
            <Plural value={hidden} one="và # báo động khác" other="và # báo động khác" />
          </li>
        )}
      </ol>
    </Panel>
  );
}

const AlarmRow = memo(function AlarmRow({ alarm }: { alarm: AlarmRecord }) {
  const { i18n } = useLingui();
  const locale = useLocale();
  const { value, limit, unit } = alarm.isActive ? alarm.latest : alarm.trigger;
  return (
    <li className="incident-row is-wall">
      <PriorityGlyph priority={alarm.priority} isUnacknowledged={isCalling(alarm)} />
      <div className="incident-line">
        <h3 className="incident-text clip">
          {inLocale(alarm.name, locale)}
          <span className="alarm-place"> · {alarm.place}</span>
        </h3>
        <AlarmAge alarm={alarm} />
      </div>
      <div className="incident-line">
        <p className="clip">
          {value !== null && measured(value, unit, locale)}
          {limit !== null && ` / ${measured(limit, unit, locale)}`}
        </p>
        <p className={isCalling(alarm) ? 'is-waiting' : ''}>{i18n._(ALARM_WORDS[alarm.state])}</p>
      </div>
    </li>
  );
});

function AlarmAge({ alarm }: { alarm: AlarmRecord }) {
  const nowMs = useNowMs();
  return (
    <time className={`num ${alarm.priority === 1 ? 'is-p1' : ''}`}>
      {formatElapsed(nowMs - alarm.onsetMs, useLocale())}
    </time>
  );
}

const ALARMS = { tables: ['alarm'], maxHz: 4 } as const;
const HIDDEN: ReadonlySet<AlarmRecord['state']> = new Set([
  'normal',
  'shelved',
  'suppressed',
  'out-of-service',
]);

/** What an operator is called for; consequences of one cause stand under their incident, not here. */
function selectCalled({ records }: CityState): AlarmRecord[] {
  return [...records.alarm.values()]
    .filter((alarm) => alarm.isAnnunciated && !HIDDEN.has(alarm.state))
    .sort(
      (a, b) =>
        a.priority - b.priority || Number(isCalling(b)) - Number(isCalling(a)) || a.onsetMs - b.onsetMs,
    );
}
