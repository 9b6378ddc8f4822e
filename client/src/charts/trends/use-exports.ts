import { useLingui } from '@lingui/react/macro';
import type { RefObject } from 'react';
import { useCentre } from '../../live/centre-context.ts';
import { deviationOf } from '../../ui/deviation.ts';
import { formatDateTime, formatNumber } from '../../ui/format.ts';
import { saveFile } from '../../ui/save-file.ts';
import { useLocale } from '../../ui/use-locale.ts';
import { exportName, spanWords } from '../../ui/linked/file-words.ts';
import { trendCsv } from './chart-csv.ts';
import { chartPicture } from '../../ui/linked/chart-png.ts';
import type { PictureWords } from '../../ui/linked/chart-png.ts';
import type { Board } from './trend-card.tsx';
import { WINDOW_MS } from './trend-answers.ts';
import type { TrendFigure } from './trend-answers.ts';
import { valueWords } from './trend-words.tsx';
import type { Trend } from './use-trend.ts';

interface Exported {
  figure: TrendFigure;
  trend: Trend;
  board: Board;
  named: { name: string; unit: string; decimals: number };
}

/** A chart as a picture and as a table; both say what they are of, and how old. */
export function useExports({ host, ...of }: Exported & { host: RefObject<HTMLElement | null> }): {
  png: () => Promise<void>;
  csv: () => void;
} {
  const { ground, live } = useCentre();
  const wordsAt = usePictureWords(of);
  const { figure, trend, board, named } = of;
  const { points, window } = trend;
  const name = exportName(figure.id, board.axis);
  const csv = (): void => {
    const nowMs = live.clock.nowMs();
    const text = trendCsv(points, { figure, ...named, window, zone: ground.zone, nowMs });
    // Spreadsheets take UTF-8 for what it is only with this mark.
    saveFile(new TextEncoder().encode(`\uFEFF${text}`), {
      name: `${name}.csv`,
      type: 'text/csv;charset=utf-8',
    });
  };
  const png = async (): Promise<void> => {
    const canvas = host.current?.querySelector<HTMLCanvasElement>('.trend-canvas') ?? null;
    if (canvas === null) return;
    const bytes = await chartPicture(canvas, wordsAt(live.clock.nowMs()));
    saveFile(bytes, { name: `${name}.png`, type: 'image/png' });
  };
  return { png, csv };
}

/** What stands round the picture of a chart. */
function usePictureWords({ figure, trend, board, named }: Exported): (nowMs: number) => PictureWords {
  const { t } = useLingui();
  const { zone } = useCentre().ground;
  const locale = useLocale();
  const { points, window } = trend;
  const at = points.items.findLastIndex((item) => item !== null);
  const value = points.values[at] ?? null;
  const usual = points.usual[at] ?? null;
  const usualWords = (): string => {
    if (usual === null) return t`thường ngày: chưa biết`;
    const range = t`thường ngày ${formatNumber(usual.low, named.decimals, locale)}–${formatNumber(usual.high, named.decimals, locale)}`;
    const deviation = deviationOf(value, usual);
    // Without a value there is nothing to compare.
    if (deviation === null) return range;
    return `${{ above: t`cao hơn`, below: t`thấp hơn`, usual: t`như` }[deviation]} ${range}`;
  };
  return (nowMs) => {
    const entities = figure.entities.length === 0 ? t`mọi điểm đo` : figure.entities.join(', ');
    const newestMs = at < 0 ? null : points.times[at]! + WINDOW_MS[window];
    const newest = newestMs === null ? t`không có` : formatDateTime(Math.min(newestMs, nowMs), zone);
    const made = formatDateTime(nowMs, zone);
    return {
      title: named.name,
      figure: `${valueWords(value, named, { none: t`không có số đo`, locale })} · ${usualWords()}`,
      span: `${spanWords(board.axis, zone)} (${zone}) · ${board.isLive ? t`trực tiếp` : t`lịch sử`}`,
      source: [
        t`Nguồn: ${figure.domain} · ${figure.metric} · ${entities}; cửa sổ ${window} đã chốt`,
        t`Số đo mới nhất ${newest}; ảnh lập lúc ${made}`,
      ],
    };
  };
}
