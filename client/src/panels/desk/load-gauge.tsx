import { Trans, useLingui } from '@lingui/react/macro';
import type { CityState, PositionRecord } from '@metropane/live-state';
import { FLOOD_ABOVE, LOAD_LIMIT, loadSummary, postOf } from '../../live/alarm-load.ts';
import { useCentre } from '../../live/centre-context.ts';
import { useLive } from '../../live/use-live.ts';
import { inLocale, useLocale } from '../../ui/use-locale.ts';

const [WIDTH, HEIGHT, FULL_BUCKETS] = [248, 44, 30];

/** How many alarms this post was given in each of the last thirty ten-minute buckets, to a scale that ends at the flood. */
export function LoadGauge() {
  const { session } = useCentre();
  const { t } = useLingui();
  const locale = useLocale();
  const positions = useLive(selectPositions, POSITIONS);
  const post = postOf(positions, session.name);
  if (post === null)
    return (
      <section className="panel load-gauge">
        <h2>
          <Trans>Báo động / 10 phút</Trans>
        </h2>
        <p className="muted">
          {positions.length === 0 ? (
            <Trans>Chưa có vị trí trực nào.</Trans>
          ) : (
            <Trans>Bạn chưa nhận vị trí trực nào.</Trans>
          )}
        </p>
      </section>
    );
  const { now, full } = loadSummary(post.load);
  const level = now > FLOOD_ABOVE ? 1 : now > LOAD_LIMIT ? 3 : 4;
  return (
    <section className="panel load-gauge">
      <h2 className="clip">
        <Trans>Báo động / 10 phút, {inLocale(post.name, locale)}</Trans>
      </h2>
      <p className={`load-now load-p${level}`}>
        <strong className="num">{now}</strong>
        <span>
          {now > FLOOD_ABOVE ? (
            <b>
              <Trans>lũ báo động</Trans>
            </b>
          ) : now > LOAD_LIMIT ? (
            <b>
              <Trans>quá giới hạn</Trans>
            </b>
          ) : (
            <Trans>trong giới hạn</Trans>
          )}
          <small>
            <Trans>
              giới hạn {LOAD_LIMIT} · lũ &gt; {FLOOD_ABOVE}
            </Trans>
          </small>
        </span>
      </p>
      <LoadBars
        load={[...full, now]}
        label={t`Số báo động của 5 giờ qua, mỗi cột 10 phút; cột cuối đang chạy: ${now}`}
      />
    </section>
  );
}

function LoadBars({ load, label }: { load: readonly number[]; label: string }) {
  const step = WIDTH / (FULL_BUCKETS + 1);
  const offset = FULL_BUCKETS + 1 - load.length;
  const y = (count: number): number => HEIGHT - (Math.min(count, FLOOD_ABOVE) / FLOOD_ABOVE) * HEIGHT;
  return (
    <svg
      className="load-bars"
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      preserveAspectRatio="none"
      role="img"
      aria-label={label}
    >
      {load.map((count, i) => (
        <rect
          key={i}
          className={count > FLOOD_ABOVE ? 'is-flood' : count > LOAD_LIMIT ? 'is-high' : ''}
          x={(i + offset) * step}
          y={count === 0 ? HEIGHT - 1 : y(count)}
          width={step - 1.5}
          height={count === 0 ? 1 : HEIGHT - y(count)}
        />
      ))}
      <line className="load-limit" x1="0" x2={WIDTH} y1={y(LOAD_LIMIT)} y2={y(LOAD_LIMIT)} />
      <line className="load-limit" x1="0" x2={WIDTH} y1="0.5" y2="0.5" />
    </svg>
  );
}

export const POSITIONS = { tables: ['position'], maxHz: 1 } as const;

export function selectPositions({ records }: CityState): PositionRecord[] {
  return [...records.position.values()];
}
