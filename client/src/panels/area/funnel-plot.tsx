import { Trans, useLingui } from '@lingui/react/macro';
import { useRef } from 'react';
import { formatNumber } from '../../ui/format.ts';
import { useLocale } from '../../ui/use-locale.ts';
import { useRoom } from '../../ui/use-room.ts';
import { funnelGeometry } from './funnel-geometry.ts';
import type { FunnelGeometry, FunnelPoint } from './funnel-geometry.ts';

/** Shares over their n, between the limits within which chance alone puts them: who stands outside differs, who stands low need not. */
export function FunnelPlot({
  points,
  target,
  least,
}: {
  points: readonly FunnelPoint[];
  /** The city's share. */
  target: number;
  least: number;
}) {
  const locale = useLocale();
  const frame = useRef<HTMLDivElement>(null);
  const room = useRoom(frame);
  return (
    <figure className="funnel-plot">
      <div ref={frame}>
        {room !== null && <Drawing at={funnelGeometry(points, { target, least, width: room.width * 16 })} />}
      </div>
      <figcaption className="muted">
        <Trans>
          Đường liền: mức chung {formatNumber(100 * target, 0, locale)} %. Nét đứt: giới hạn 95 % và 99,8 %
          của ngẫu nhiên (vẽ xấp xỉ; dấu trong bảng tính chính xác).
        </Trans>
      </figcaption>
    </figure>
  );
}

function Drawing({ at: { width, height, plot, ...at } }: { at: FunnelGeometry }) {
  const { t } = useLingui();
  const locale = useLocale();
  return (
    <svg
      viewBox={`0 0 ${width} ${height}`}
      style={{ height: `${height / 16}rem` }}
      role="img"
      aria-label={t`Tỷ lệ đúng hạn theo số vụ; bảng ở dưới có cùng số liệu`}
    >
      {at.rules.map(({ share, y }) => (
        <g key={share}>
          <path className="funnel-grid" d={`M${plot.left} ${y}H${plot.right}`} />
          <text className="funnel-axis" x={plot.left - 6} y={y + 4} textAnchor="end">
            {formatNumber(100 * share, 0, locale)} %
          </text>
        </g>
      ))}
      {at.ticks.map(({ n, x }) => (
        <text key={n} className="funnel-axis" x={x} y={height - 18} textAnchor="middle">
          {formatNumber(n, 0, locale)}
        </text>
      ))}
      <text className="funnel-axis" x={plot.middle} y={height - 3} textAnchor="middle">
        {t`số vụ đã rõ`}
      </text>
      <path className="funnel-target" d={`M${plot.left} ${at.targetY}H${plot.right}`} />
      {at.limits.map(({ path, isFar }) => (
        <path key={path} className={`funnel-limit ${isFar ? 'funnel-far' : ''}`} d={path} />
      ))}
      {at.marks.map(({ name, figure, x, y, isOut, nameX }) => (
        <g key={name} className={isOut ? 'funnel-out' : ''}>
          <circle cx={x} cy={y} r={isOut ? 5 : 3.5}>
            <title>{`${name}: ${figure.k}/${figure.n}`}</title>
          </circle>
          {isOut && (
            <text x={nameX} y={y + 4}>
              {name}
            </text>
          )}
        </g>
      ))}
    </svg>
  );
}
