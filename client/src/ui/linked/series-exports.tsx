import { useLingui } from '@lingui/react/macro';
import { useCentre } from '../../live/centre-context.ts';
import { formatDateTime } from '../format.ts';
import { saveFile } from '../save-file.ts';
import { useLocale } from '../use-locale.ts';
import type { IncidentMark } from './incident-marks.ts';
import { exportName, spanWords } from './file-words.ts';
import { ExportButtons } from './export-buttons.tsx';
import { seriesCsv } from './series-csv.ts';
import { spanOfSteps } from './step-cursor.ts';
import { seriesPicture } from './series-picture.ts';
import type { ToldSeries, ToldSpan } from './told-series.ts';

/** The series of a panel as a picture and as a table: from when to when, in which zone and unit, what of, and when it was made. */
export function SeriesExports({
  name,
  title,
  series,
  span,
  marks = [],
}: {
  /** Begins the name of the file. */
  name: string;
  title: string;
  series: readonly ToldSeries[];
  span: ToldSpan;
  marks?: readonly IncidentMark[];
}) {
  const { t } = useLingui();
  const { live } = useCentre();
  const locale = useLocale();
  const [fromMs, toMs] = spanOfSteps(0, span.count - 1, span);
  const axis = { fromMs, toMs };
  const [first, last] = [span.periods?.[0], span.periods?.at(-1)];
  const isEmpty = series.every(({ values }) => values.every((value) => value === null));
  const file = exportName(name, axis);
  const csv = (): void => {
    const text = seriesCsv(series, span, { marks, nowMs: live.clock.nowMs() });
    // Spreadsheets take UTF-8 for what it is only with this mark.
    saveFile(new TextEncoder().encode(`\uFEFF${text}`), {
      name: `${file}.csv`,
      type: 'text/csv;charset=utf-8',
    });
  };
  const png = async (): Promise<void> => {
    const words = {
      title,
      figure: span.basis === null ? t`không có nền thường ngày` : span.basis,
      span:
        first === undefined || last === undefined
          ? `${spanWords(axis, span.zone)} (${span.zone})`
          : `${first.id} – ${last.id}`,
      source: [
        t`Cửa sổ ${span.window}; chỗ trống là không có số đo`,
        t`Ảnh lập lúc ${formatDateTime(live.clock.nowMs(), span.zone)}`,
      ],
    };
    const bytes = await seriesPicture(series, span, { words, marks, locale });
    saveFile(bytes, { name: `${file}.png`, type: 'image/png' });
  };
  return <ExportButtons title={title} isEmpty={isEmpty} onPng={png} onCsv={csv} />;
}
