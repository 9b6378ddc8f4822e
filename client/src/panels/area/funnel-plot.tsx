import { Trans, useLingui } from '@lingui/react/macro';
import { formatNumber } from '../../ui/format.ts';
import { useLocale } from '../../ui/use-locale.ts';
import type { ShareFigure } from './group-answers.ts';
import { funnelLimits, niceMost } from './funnel-limits.ts';

const BOX = { left: 44, top: 10, width: 520, height: 200 };
const WIDTH = 580;
const HEIGHT = 244;

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
  const { t } = useLingui();
  const locale = useLocale();
  const shown = points.filter(({ figure }) => figure.share !== null);
  if (city.share === null || shown.length < 2)
    return (
      <p className="muted funnel-none">
        <Trans>Chưa vẽ được: cần ít nhất hai nơi có từ {least} vụ đã rõ đúng hạn hay trễ.</Trans>
      </p>
    );
  const most = niceMost(Math.max(...shown.map(({ figure }) => figure.n)));
  const x = (n: number): number => BOX.left + (n / most) * BOX.width;
  const y = (share: number): number => BOX.top + (1 - share) * BOX.height;
  const target = city.share;
  const ns = Array.from({ length: 60 }, (_, i) => least + ((most - least) * i) / 59);
  const curve = (z: number, side: 'low' | 'high'): string =>
    ns
      .map(
        (n, i) =>
          `${i === 0 ? 'M' : 'L'}${x(n).toFixed(1)} ${y(funnelLimits(target, n, z)[side]).toFixed(1)}`,
      )
      .join('');
  return (
    <figure className="funnel-plot">
      <svg
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        role="img"
        aria-label={t`Tỷ lệ đúng hạn theo số vụ; bảng ở dưới có cùng số liệu`}
      >
        {[0, 0.25, 0.5, 0.75, 1].map((share) => (
          <g key={share}>
            <path className="funnel-grid" d={`M${BOX.left} ${y(share)}h${BOX.width}`} />
            <text className="funnel-axis" x={BOX.left - 6} y={y(share) + 4} textAnchor="end">
              {formatNumber(100 * share, 0, locale)} %
            </text>
          </g>
        ))}
        {[0, 0.5, 1].map((part) => (
          <text key={part} className="funnel-axis" x={x(part * most)} y={HEIGHT - 18} textAnchor="middle">
            {formatNumber(part * most, 0, locale)}
          </text>
        ))}
        <text
          className="funnel-axis funnel-title"
          x={BOX.left + BOX.width / 2}
          y={HEIGHT - 3}
          textAnchor="middle"
        >
          {t`số vụ đã rõ`}
        </text>
        <path className="funnel-target" d={`M${BOX.left} ${y(target)}h${BOX.width}`} />
        {(['low', 'high'] as const).map((side) => (
          <g key={side}>
            <path className="funnel-limit" d={curve(1.96, side)} />
            <path className="funnel-limit funnel-far" d={curve(3.09, side)} />
          </g>
        ))}
        {shown.map(({ name, figure }) => {
          const isOut = figure.place !== null && figure.place !== 'usual';
          const [cx, cy] = [x(figure.n), y(figure.share!)];
          return (
            <g key={name} className={isOut ? 'funnel-out' : ''}>
              <circle cx={cx} cy={cy} r={isOut ? 5 : 3.5}>
                <title>{`${name}: ${figure.k}/${figure.n}`}</title>
              </circle>
              {isOut && (
                <text x={Math.min(cx + 8, WIDTH - 90)} y={cy + 4}>
                  {name}
                </text>
              )}
            </g>
          );
        })}
      </svg>
      <figcaption className="muted">
        <Trans>
          Đường liền: mức chung {formatNumber(100 * target, 0, locale)} %. Nét đứt: giới hạn 95 % và 99,8 %
          của ngẫu nhiên (vẽ xấp xỉ; dấu trong bảng tính chính xác).
        </Trans>
      </figcaption>
    </figure>
  );
}
