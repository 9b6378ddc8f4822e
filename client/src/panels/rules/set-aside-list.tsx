import { Trans } from '@lingui/react/macro';
import type { CityState } from '@metropane/live-state';
import { useCentre } from '../../live/centre-context.ts';
import { useLive } from '../../live/use-live.ts';
import { formatDateTime } from '../../ui/format.ts';
import { PriorityGlyph } from '../../ui/priority-glyph.tsx';
import { inLocale, useLocale } from '../../ui/use-locale.ts';
import { setAside } from './set-aside.ts';
import type { SetAside } from './set-aside.ts';
import './set-aside.css';

/** Every alarm that nobody hears because a person wanted it so: beside the rules, where it would else be looked for in vain. */
export function SetAsideList() {
  const all = useLive(select, ALARMS);
  return (
    <div className="set-aside">
      <h3>
        <Trans>Đang gác lại hoặc ngừng phục vụ</Trans> <span className="num muted">{all.length}</span>
      </h3>
      {all.length === 0 ? (
        <p className="muted">
          <Trans>Không báo động nào bị người để ngoài.</Trans>
        </p>
      ) : (
        <ul>
          {all.map((one) => (
            <li key={one.alarm.id}>
              <Row aside={one} />
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

function Row({ aside: { alarm, by, reason, sinceMs, untilMs, isActive } }: { aside: SetAside }) {
  const { ground } = useCentre();
  const locale = useLocale();
  const since = formatDateTime(sinceMs, ground.zone);
  return (
    <>
      <PriorityGlyph priority={alarm.priority} look="shelved" />
      <span>
        <b>{inLocale(alarm.name, locale)}</b> <span className="muted">{alarm.place}</span>
        <br />
        {reason} <span className="muted">· {by}</span>
        {isActive && (
          <b className="set-aside-still">
            {' '}
            <Trans>điều kiện vẫn còn</Trans>
          </b>
        )}
      </span>
      <span className="num muted">
        <Trans>từ {since}</Trans>
        <br />
        {untilMs === null ? (
          <Trans>ngừng phục vụ tới khi có người đưa lại</Trans>
        ) : (
          <Trans>gác tới {formatDateTime(untilMs, ground.zone)}</Trans>
        )}
      </span>
    </>
  );
}

const ALARMS = { tables: ['alarm'], maxHz: 1 } as const;

function select({ records }: CityState): SetAside[] {
  return setAside(records.alarm.values());
}
