import { Trans, useLingui } from '@lingui/react/macro';
import { Monitor, MonitorX } from 'lucide-react';
import { Link } from 'wouter';
import { useStore } from 'zustand';
import { useCentre } from '../../live/centre-context.ts';
import { roomsApart, screenCount, screenFaults } from '../../live/screen-faults.ts';
import { SCREEN_WORDS } from '../../ui/screen-words.ts';
import { useTimeText } from '../../ui/use-time-text.ts';
import './screens-tile.css';

/** How many screens of the walls paint; which one does not and since when; which room is not together. The way to their page. */
export function ScreensTile() {
  const { live, ground } = useCentre();
  const timeText = useTimeText();
  const { i18n } = useLingui();
  const list = useStore(live.screens, (screens) => screens.list);
  if (list === null || (ground.walls ?? []).length === 0) return null;
  const faults = screenFaults(list);
  const apart = roomsApart(list);
  const { painting, total } = screenCount(list);
  const [first] = faults;
  const isFaulty = faults.length > 0 || apart.length > 0;
  const Icon = isFaulty ? MonitorX : Monitor;
  return (
    <Link href="/desk/walls" className="tile-link screens-link">
      <span
        className={`header-tile screens-tile ${isFaulty ? 'is-faulty' : ''}`}
        role={isFaulty ? 'alert' : undefined}
      >
        <Icon className="icon" aria-hidden="true" />
        <span className="sr-only">
          <Trans>Màn hình tường</Trans>
        </span>
        <b>
          {painting} / {total}
        </b>
        {first !== undefined && (
          <span className="screens-said num">
            {first.room}/{first.screen} {i18n._(SCREEN_WORDS[first.status])}{' '}
            <Trans>từ {timeText(first.sinceMs)}</Trans>
            {faults.length > 1 && ` +${faults.length - 1}`}
          </span>
        )}
        {first === undefined && apart[0] !== undefined && (
          <span className="screens-said num">
            <Trans>
              {apart[0].room} lệch {apart[0].skew!.p99Ms} ms
            </Trans>
          </span>
        )}
      </span>
    </Link>
  );
}
