import { useCentre } from '../live/centre-context.ts';
import { shiftAt } from '../live/shift-at.ts';
import { useNowMs } from '../live/use-now.ts';
import { civilTime } from '../ui/format.ts';
import { inLocale, useLocale } from '../ui/use-locale.ts';

/** Which shift is on duty by the city pack's rota. Who is on it is absent: no roster delivers people yet. */
export function ShiftTile() {
  const { ground } = useCentre();
  const locale = useLocale();
  const nowMs = useNowMs();
  if (nowMs <= 0) return null;
  const { hour, minute } = civilTime(nowMs, ground.zone);
  const shift = shiftAt(ground.shifts ?? [], `${hour}:${minute}`);
  if (shift === undefined) return null;
  return (
    <span className="header-tile">
      {inLocale(shift.name, locale)}
      <b className="num">
        {shift.from}–{shift.to}
      </b>
    </span>
  );
}
