import { Trans, useLingui } from '@lingui/react/macro';
import { useState } from 'react';
import { X } from 'lucide-react';
import { useCentre } from '../../live/centre-context.ts';
import { useNowMs } from '../../live/use-now.ts';
import { formatDate, formatMinute } from '../../ui/format.ts';
import { Panel } from '../../ui/panel.tsx';
import { civilInput, parseCivilInput } from '../../ui/civil-input.ts';
import { CivilSpanFields } from '../civil-period-form.tsx';
import { isChief } from './shift-answers.ts';
import type { ShownPosition } from './shift-answers.ts';
import type { ShiftActing } from './use-shift-act.ts';
import './roster-panel.css';

const HOUR_MS = 3_600_000;
const SHIFT_MS = 8 * HOUR_MS;

/** Who is planned at the position; supervisors add and take away stretches. */
export function RosterPanel({ position, acting }: { position: ShownPosition; acting: ShiftActing }) {
  const { t } = useLingui();
  const { session, ground } = useCentre();
  const nowMs = useNowMs();
  const mayPlan = isChief(session.role);
  return (
    <Panel className="roster-panel" title={<Trans>Lịch trực</Trans>} subtitle={position.roster.length}>
      <div className="roster-scroll">
        {position.roster.length === 0 && (
          <p className="muted">
            <Trans>Chưa xếp ai vào vị trí này.</Trans>
          </p>
        )}
        <ul className="roster">
          {position.roster.map(({ id, person, fromMs, toMs, by }) => (
            <li key={id} className={toMs <= nowMs ? 'is-over' : fromMs <= nowMs ? 'is-now' : ''}>
              <b>{person}</b>
              <span className="num">
                {formatDate(fromMs, ground.zone)} {formatMinute(fromMs, ground.zone)}–
                {formatMinute(toMs, ground.zone)}
              </span>
              <span className="muted clip" title={by}>
                {by}
              </span>
              {mayPlan && (
                <button
                  className="roster-remove"
                  type="button"
                  aria-label={t`Bỏ ca của ${person}`}
                  disabled={acting.state.phase === 'saving'}
                  onClick={() => void acting.send({ action: 'unplan', rosterId: id })}
                >
                  <X aria-hidden="true" />
                </button>
              )}
            </li>
          ))}
        </ul>
        {mayPlan ? (
          <PlanForm position={position} acting={acting} />
        ) : (
          <p className="muted">
            <Trans>Trưởng ca xếp lịch.</Trans>
          </p>
        )}
      </div>
    </Panel>
  );
}

function PlanForm({ position, acting }: { position: ShownPosition; acting: ShiftActing }) {
  const { ground, live } = useCentre();
  const [person, setPerson] = useState('');
  const [from, setFrom] = useState(() => civilInput(nextStart(position, live.clock.nowMs()), ground.zone));
  const [to, setTo] = useState(() =>
    civilInput(nextStart(position, live.clock.nowMs()) + SHIFT_MS, ground.zone),
  );
  const [fromMs, toMs] = [parseCivilInput(from, ground.zone), parseCivilInput(to, ground.zone)];
  const isReady = person.trim() !== '' && fromMs !== null && toMs !== null && acting.state.phase !== 'saving';
  const add = async (): Promise<void> => {
    if (fromMs === null || toMs === null) return;
    if (!(await acting.send({ action: 'plan', person: person.trim(), fromMs, toMs }))) return;
    setPerson('');
    setFrom(to);
    setTo(civilInput(toMs + (toMs - fromMs), ground.zone));
  };
  return (
    <form
      className="plan-form"
      onSubmit={(event) => {
        event.preventDefault();
        if (isReady) void add();
      }}
    >
      <label>
        <Trans>Người trực</Trans>
        <input className="field" value={person} maxLength={200} onChange={(e) => setPerson(e.target.value)} />
      </label>
      <CivilSpanFields {...{ from, to }} onFrom={setFrom} onTo={setTo} />
      <button className="button" type="submit" disabled={!isReady}>
        <Trans>Xếp lịch</Trans>
      </button>
    </form>
  );
}

/** After the last planned stretch, or from the next full hour. */
function nextStart({ roster }: ShownPosition, nowMs: number): number {
  const last = roster.at(-1)?.toMs ?? 0;
  return last > nowMs ? last : Math.ceil(nowMs / HOUR_MS) * HOUR_MS;
}
