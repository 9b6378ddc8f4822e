import { Trans, useLingui } from '@lingui/react/macro';
import type { WallRecord } from '@metropane/live-state';
import { MAX_SKEW_MS } from '@metropane/protocol';
import type { RoomScreens, ScreenState } from '@metropane/protocol';
import { useCentre } from '../../live/centre-context.ts';
import { withRealm } from '../../live/realm.ts';
import { isApart } from '../../live/screen-faults.ts';
import { INCIDENT_SCENE } from '../../live/wall-scene.ts';
import { formatNumber, NO_VALUE } from '../../ui/format.ts';
import { Panel } from '../../ui/panel.tsx';
import { SCREEN_WORDS } from '../../ui/screen-words.ts';
import { inLocale, useLocale } from '../../ui/use-locale.ts';
import { useTimeText } from '../../ui/use-time-text.ts';
import { WallButtons } from './wall-buttons.tsx';

/** One room: its scene and what a desk can do to it, its screens as they hang, and how far apart they paint. */
export function RoomCard({
  room,
  wall,
  screens,
}: {
  room: string;
  wall: WallRecord | null;
  screens: RoomScreens | null;
}) {
  return (
    <Panel
      className="room-card"
      title={<Trans>Phòng {room}</Trans>}
      subtitle={wall !== null && <SceneWords wall={wall} />}
      marks={<Skew screens={screens} />}
    >
      {wall !== null && <WallButtons wall={wall} />}
      {screens === null || screens.screens.length === 0 ? (
        <p className="room-none">
          <Trans>Chưa màn hình nào của phòng này từng nối vào.</Trans>
        </p>
      ) : (
        <ol
          className="room-screens"
          style={{ gridTemplateColumns: `repeat(${screens.grid?.columns ?? 4}, minmax(0, 1fr))` }}
        >
          {screens.screens.map((screen) => (
            <Screen key={screen.screen} room={room} screen={screen} />
          ))}
        </ol>
      )}
    </Panel>
  );
}

function SceneWords({ wall }: { wall: WallRecord }) {
  const { ground } = useCentre();
  const timeText = useTimeText();
  const locale = useLocale();
  const scene =
    wall.scene === INCIDENT_SCENE.id ? INCIDENT_SCENE : ground.scenes?.find(({ id }) => id === wall.scene);
  return (
    <>
      <Trans>
        Cảnh <b>{scene === undefined ? wall.scene : inLocale(scene.name, locale)}</b>
      </Trans>
      {wall.heldBy !== null && <Trans> · P1 {wall.heldBy} đang giữ</Trans>}
      {wall.heldBy === null && wall.sentUntilMs !== null && (
        <Trans> · gửi từ bàn tới {timeText(wall.sentUntilMs)}</Trans>
      )}
      {wall.isFrozen && <Trans> · đang dừng</Trans>}
    </>
  );
}

/** Milliseconds between the first and the last screen that painted the same publish. */
function Skew({ screens }: { screens: RoomScreens | null }) {
  const locale = useLocale();
  if (screens === null || screens.screens.length < 2) return null;
  const { skew } = screens;
  return (
    <span className={`room-skew num ${isApart(screens) ? 'is-apart' : ''}`}>
      <Trans>Lệch giữa các màn</Trans>{' '}
      <b>
        {skew === null
          ? NO_VALUE
          : `p50 ${formatNumber(skew.p50Ms, 0, locale)} · p99 ${formatNumber(skew.p99Ms, 0, locale)} ms`}
      </b>
      {isApart(screens) && <Trans> · quá {MAX_SKEW_MS} ms</Trans>}
    </span>
  );
}

function Screen({ room, screen }: { room: string; screen: ScreenState }) {
  const { session } = useCentre();
  const timeText = useTimeText();
  const { i18n, t } = useLingui();
  const locale = useLocale();
  const path = `/wall/${encodeURIComponent(room)}/${encodeURIComponent(screen.screen)}`;
  return (
    <li className={`room-screen is-${screen.status}`}>
      <a href={withRealm(path, session.realm)} aria-label={t`Mở màn ${room}/${screen.screen}`}>
        <b className="num">{screen.screen}</b>
      </a>
      <span>{i18n._(SCREEN_WORDS[screen.status])}</span>
      <span className="num room-screen-since">
        <Trans>từ {timeText(screen.sinceMs)}</Trans>
      </span>
      {screen.lagP99Ms !== null && (
        <span className="num room-screen-lag">
          <Trans>trễ p99 {formatNumber(screen.lagP99Ms, 0, locale)} ms</Trans>
        </span>
      )}
    </li>
  );
}
