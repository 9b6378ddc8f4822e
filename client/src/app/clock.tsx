import { useLingui } from '@lingui/react/macro';
import { useCentre } from '../live/centre-context.ts';
import { useNowMs } from '../live/use-now.ts';
import { civilTime, formatDate } from '../ui/format.ts';

/** The centre's time in the city's zone; runs on while the link is lost. */
export function Clock() {
  const { t } = useLingui();
  const { ground } = useCentre();
  const nowMs = useNowMs();
  const { hour, minute, second, weekday } = civilTime(nowMs, ground.zone);
  const hasBegun = nowMs > 0;
  const days = [t`Chủ Nhật`, t`Thứ Hai`, t`Thứ Ba`, t`Thứ Tư`, t`Thứ Năm`, t`Thứ Sáu`, t`Thứ Bảy`];
  return (
    <div className="wall-clock">
      <p className="date">
        {hasBegun && days[weekday]}
        <br />
        <span className="num">{hasBegun && formatDate(nowMs, ground.zone)}</span>
      </p>
      <time className="num">
        {hasBegun ? `${hour}:${minute}` : '--:--'}
        <span className="seconds">:{hasBegun ? second : '--'}</span>
      </time>
    </div>
  );
}
