import { Trans, useLingui } from '@lingui/react/macro';
import { CivilField } from '../../ui/civil-field.tsx';
import type { RuleSchedule as Schedule } from '@metropane/city';

const DAYS = [1, 2, 3, 4, 5, 6, 7] as const;
const WORKING: Schedule = { from: '06:00', to: '22:00' };

/** The civil hours and days in which the rule watches; without them it always does. */
export function RuleSchedule({
  schedule,
  onChange,
}: {
  schedule: Schedule | undefined;
  onChange: (schedule: Schedule | undefined) => void;
}) {
  const { t } = useLingui();
  const words = [t`T2`, t`T3`, t`T4`, t`T5`, t`T6`, t`T7`, t`CN`];
  const days = schedule?.days ?? [...DAYS];
  const toggle = (day: number): void => {
    if (schedule === undefined) return;
    const next = DAYS.filter((each) => (each === day ? !days.includes(day) : days.includes(each)));
    const { days: _, ...hours } = schedule;
    // No day at all would be a rule that never watches: the last one stays.
    if (next.length === 0) return;
    onChange(next.length === DAYS.length ? hours : { ...hours, days: next });
  };
  return (
    <>
      <label className="rule-check">
        <input
          type="checkbox"
          checked={schedule === undefined}
          onChange={(event) => onChange(event.target.checked ? undefined : WORKING)}
        />
        <Trans>Theo dõi suốt ngày đêm</Trans>
      </label>
      {schedule !== undefined && (
        <>
          <div className="rule-field">
            <span className="rule-language">
              <Trans>Trong giờ (qua nửa đêm được)</Trans>
            </span>
            <span className="rule-hours">
              {(['from', 'to'] as const).map((end) => (
                <CivilField
                  key={end}
                  label={end === 'from' ? <Trans>Từ giờ</Trans> : <Trans>Đến giờ</Trans>}
                  isLabelHidden
                  kind="time"
                  value={schedule[end]}
                  onChange={(time) => {
                    if (time !== '') onChange({ ...schedule, [end]: time });
                  }}
                />
              ))}
            </span>
          </div>
          <div className="rule-field is-wide">
            <span className="rule-language">
              <Trans>Ngày trong tuần</Trans>
            </span>
            <span className="rule-days" role="group" aria-label={t`Ngày trong tuần`}>
              {DAYS.map((day) => (
                <label key={day} className="rule-check">
                  <input type="checkbox" checked={days.includes(day)} onChange={() => toggle(day)} />
                  {words[day - 1]}
                </label>
              ))}
            </span>
          </div>
        </>
      )}
    </>
  );
}
