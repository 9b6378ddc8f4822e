import { Trans, useLingui } from '@lingui/react/macro';
import { cityDomain } from '@metropane/city';
import { formatAge } from '../../ui/format.ts';
import { inLocale, useLocale } from '../../ui/use-locale.ts';
import type { InsightAnswer, NetworkKind } from './insight-answers.ts';
import { NETWORK_WORDS, SIDE_WORDS } from './insight-words.ts';
import { diagramOf } from './network-layout.ts';
import type { DiagramBox } from './network-layout.ts';
import './insight.css';

const BOX = { width: 168, height: 40, gapX: 62, gapY: 12, pad: 6 };
/** Letters that fit in a box; what is longer is cut, and whole in the list and the tooltip. */
const FIT = 22;
const DASHES: Record<NetworkKind, string> = { road: '', feeder: '2 3', reach: '8 3', drain: '6 3 1 3' };

/** What acts on what around the incident, as a drawing that also prints; the same as a list for who cannot see it. */
export function NetworkDiagram({ answer }: { answer: Pick<InsightAnswer, 'anchors' | 'network'> }) {
  const { t, i18n } = useLingui();
  const locale = useLocale();
  const { anchors, network } = answer;
  const { columns, rows, boxes, lines, left } = diagramOf(anchors, network);
  if (lines.length === 0)
    return (
      <p className="muted">
        <Trans>Nơi này không nằm trên mạng lưới nào mà gói thành phố biết.</Trans>
      </p>
    );
  const width = columns * BOX.width + (columns - 1) * BOX.gapX + 2 * BOX.pad;
  const height = rows * BOX.height + (rows - 1) * BOX.gapY + 2 * BOX.pad;
  const kinds = [...new Set(lines.map(({ kind }) => kind))];
  return (
    // It is wider than a phone: who has no pointer scrolls it by keys.
    <figure
      className="network-diagram"
      role="region"
      tabIndex={0}
      aria-label={t`Mạng lưới quanh sự cố; danh sách ở dưới`}
    >
      <svg viewBox={`0 0 ${width} ${height}`} style={{ maxWidth: `${width / 16}rem` }} aria-hidden="true">
        <defs>
          <marker
            id="network-arrow"
            viewBox="0 0 6 6"
            refX="6"
            refY="3"
            markerWidth="6"
            markerHeight="6"
            orient="auto"
          >
            <path className="network-head" d="M0 0L6 3L0 6Z" />
          </marker>
        </defs>
        {lines.map(({ from, to, kind, lagMs }) => {
          const [x1, x2] = [leftOf(from) + BOX.width, leftOf(to)];
          const [y1, y2] = [topOf(from) + BOX.height / 2, topOf(to) + BOX.height / 2];
          const bend = (x2 - x1) / 2;
          return (
            <g key={`${from.key} ${to.key}`}>
              <path
                className="network-line"
                d={`M${x1} ${y1}C${x1 + bend} ${y1} ${x2 - bend} ${y2} ${x2} ${y2}`}
                strokeDasharray={DASHES[kind]}
                markerEnd="url(#network-arrow)"
              />
              {lagMs !== null && (
                <text className="network-lag num" x={x1 + bend} y={(y1 + y2) / 2 - 4}>
                  {formatAge(lagMs, locale)}
                </text>
              )}
            </g>
          );
        })}
        {boxes.map((box) => {
          const name = inLocale(box.name, locale);
          return (
            <g key={box.key} className={box.thing === null ? 'network-own' : ''}>
              <title>{name}</title>
              <rect x={leftOf(box)} y={topOf(box)} width={BOX.width} height={BOX.height} rx="4" />
              <text x={leftOf(box) + 8} y={topOf(box) + 17}>
                {name.length > FIT ? `${name.slice(0, FIT - 1)}…` : name}
              </text>
              <text className="network-kind" x={leftOf(box) + 8} y={topOf(box) + 32}>
                {domainName(box.key, locale)}
              </text>
            </g>
          );
        })}
      </svg>
      <figcaption>
        {kinds.map((kind) => (
          <span key={kind}>
            <svg viewBox="0 0 28 6" aria-hidden="true">
              <path className="network-line" d="M0 3H28" strokeDasharray={DASHES[kind]} />
            </svg>
            {i18n._(NETWORK_WORDS[kind])}
          </span>
        ))}
        <span>
          <Trans>mũi tên: tác động tới</Trans>
        </span>
        {left > 0 && (
          <span>
            <Trans>còn {left} điểm không vẽ</Trans>
          </span>
        )}
      </figcaption>
      <ul className="sr-only">
        {network.map(({ key, name, kind, side, hops }) => (
          <li key={key}>
            {inLocale(name, locale)}: {i18n._(NETWORK_WORDS[kind])}, {i18n._(SIDE_WORDS[kind][side])}, {hops}
          </li>
        ))}
      </ul>
    </figure>
  );
}

function domainName(key: string, locale: 'vi' | 'en'): string {
  const code = key.slice(0, key.indexOf('/'));
  const known = cityDomain(code)?.name;
  return known === undefined ? code : inLocale(known, locale);
}

function leftOf({ column }: DiagramBox): number {
  return BOX.pad + column * (BOX.width + BOX.gapX);
}

function topOf({ row }: DiagramBox): number {
  return BOX.pad + row * (BOX.height + BOX.gapY);
}
