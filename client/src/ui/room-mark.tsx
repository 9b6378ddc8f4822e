import { useLink } from '../live/use-live.ts';
import { FreshMark } from './fresh-mark.tsx';

/** The age mark of what only changes when something happens: as of the last word from the centre, which comes every 2 s. */
export function RoomMark() {
  const heardSecond = useLink(({ lastServerTimeMs }) =>
    lastServerTimeMs === null ? null : Math.floor(lastServerTimeMs / 1000),
  );
  return (
    <FreshMark eventTimeMs={heardSecond === null ? null : heardSecond * 1000} periodMs={PERIOD_MS} isShort />
  );
}

const PERIOD_MS = 4_000;
