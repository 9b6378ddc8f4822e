import { useCentre } from '../../live/centre-context.ts';
import { civilTime, formatTime } from '../../ui/format.ts';

/** `23/11 15:25:00–15:30:00` in the city's zone. */
export function Span({ fromMs, toMs }: { fromMs: number; toMs: number }) {
  const { ground } = useCentre();
  const { day, month } = civilTime(fromMs, ground.zone);
  return (
    <span className="num">
      {day}/{month} {formatTime(fromMs, ground.zone)}–{formatTime(toMs, ground.zone)}
    </span>
  );
}
