import { Trans, useLingui } from '@lingui/react/macro';
import { useRef } from 'react';
import { formatNumber } from '../../ui/format.ts';
import { useLocale } from '../../ui/use-locale.ts';
import { useRoom } from '../../ui/use-room.ts';
import type { ShareFigure } from './group-answers.ts';
import { funnelLimits, niceMost } from './funnel-limits.ts';

/** In sixteenths of a rem, as the letters are. */
const MARGIN = { left: 44, right: 16, top: 10, bottom: 34 };
const HEIGHT = 244;
/** What a name beside its mark takes. */
const NAME_WIDTH = 90;

export interface FunnelPoint {
  name: string;
  figure: ShareFigure;
}

/** Shares over their n, between the limits within which chance alone puts them: who stands outside differs, who stands low need not. */
export function FunnelPlot({
  points,
  city,
  least,
}: {
  points: readonly FunnelPoint[];
  city: ShareFigure;
  least: number;
}) {
  const locale = useLocale();
  const frame = useRef<HTMLDivElement>(null);
  const room = useRoom(frame);
  const shown = points.filter(({ figure }) => figure.share !== null);
  const isDrawn = city.share !== null && shown.length >= 2;
  return (
    <figure className="funnel-plot">
      <div ref={frame}>
        {isDrawn && room !== null && (
          <Drawing points={shown} target={city.share!} least={least} width={room.width * 16} />
        )}
      </div>
      {isDrawn ? (
        <figcaption className="muted">
          <Trans>
            Đường liền: mức chung {formatNumber(100 * city.share!, 0, locale)} %. Nét đứt: giới hạn 95 % và
            99,8 % của ngẫu nhiên (vẽ xấp xỉ; dấu trong bảng tính chính xác).
          </Trans>
        </figcaption>
      ) : (
        <p className="muted funnel-none">
          <Trans>Chưa vẽ được: cần ít nhất hai nơi có từ {least} vụ đã rõ đúng hạn hay trễ.</Trans>
        </p>
      )}
    </figure>
  );
}

/** `width`: in sixteenths of a rem. */
function Drawing({
  points,
  target,
  least,
  width,
}: {
  points: readonly FunnelPoint[];
  target: number;
  least: number;
  width: number;
}) {
  const { t } = useLingui();
  const locale = useLocale();
  const box = {
    width: Math.max(1, width - MARGIN.left - MARGIN.right),
    height: HEIGHT - MARGIN.top - MARGIN.bottom,
  };
  const most = niceMost(Math.max(...points.map(({ figure }) => figure.n)));
  const x = (n: number): number => MARGIN.left + (n / most) * box.width;
  const y = (share: number): number => MARGIN.top + (1 - share) * box.height;
  return (
    <svg
      viewBox={`0 0 ${width} ${HEIGHT}`}
      style={{ height: `${HEIGHT / 16}rem` }}
      role="img"
      aria-label={t`Tỷ lệ đúng hạn theo số vụ; bảng ở dưới có cùng số liệu`}
    >
      {[0, 0.25, 0.5, 0.75, 1].map((share) => (
        <g key={share}>
          <path className="funnel-grid" d={`M${MARGIN.left} ${y(share)}h${box.width}`} />
          <text className="funnel-axis" x={MARGIN.left - 6} y={y(share) + 4} textAnchor="end">
            {formatNumber(100 * share, 0, locale)} %
          </text>
        </g>
      ))}
      {[0, 0.5, 1].map((part) => (
        <text key={part} className="funnel-axis" x={x(part * most)} y={HEIGHT - 18} textAnchor="middle">
          {formatNumber(part * most, 0, locale)}
        </text>
      ))}
      <text className="funnel-axis" x={MARGIN.left + box.width / 2} y={HEIGHT - 3} textAnchor="middle">
        {t`số vụ đã rõ`}
      </text>
      <path className="funnel-target" d={`M${MARGIN.left} ${y(target)}h${box.width}`} />
      <Limits {...{ target, least, most, x, y }} />
      {points.map(({ name, figure }) => {
        const isOut = figure.place !== null && figure.place !== 'usual';
        const [cx, cy] = [x(figure.n), y(figure.share!)];
        return (
          <g key={name} className={isOut ? 'funnel-out' : ''}>
            <circle cx={cx} cy={cy} r={isOut ? 5 : 3.5}>
              <title>{`${name}: ${figure.k}/${figure.n}`}</title>
            </circle>
            {isOut && (
              <text x={Math.min(cx + 8, width - NAME_WIDTH)} y={cy + 4}>
                {name}
              </text>
            )}
          </g>
        );
      })}
    </svg>
  );
}

/** 95 % and 99.8 % of chance around the city's share. */
function Limits({
  target,
  least,
  most,
  x,
  y,
}: {
  target: number;
  least: number;
  most: number;
  x: (n: number) => number;
  y: (share: number) => number;
}) {
  const ns = Array.from({ length: 60 }, (_, i) => least + ((most - least) * i) / 59);
  const curve = (z: number, side: 'low' | 'high'): string =>
    ns
      .map(
        (n, i) =>
          `${i === 0 ? 'M' : 'L'}${x(n).toFixed(1)} ${y(funnelLimits(target, n, z)[side]).toFixed(1)}`,
      )
      .join('');
  return (['low', 'high'] as const).map((side) => (
    <g key={side}>
      <path className="funnel-limit" d={curve(1.96, side)} />
      <path className="funnel-limit funnel-far" d={curve(3.09, side)} />
    </g>
  ));
}
