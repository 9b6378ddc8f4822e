import { useLingui } from '@lingui/react/macro';
import { ExportButtons } from '../../ui/linked/export-buttons.tsx';
import { exportName } from '../../ui/linked/file-words.ts';
import { useCentre } from '../../live/centre-context.ts';
import { formatDateTime } from '../../ui/format.ts';
import { saveFile } from '../../ui/save-file.ts';
import type { CompareAnswer } from './compare-answers.ts';
import { compareCsv } from './compare-csv.ts';
import { comparePicture } from './compare-picture.ts';
import type { DrawnComparison } from './compare-picture.ts';
import { sourceOf } from './compare-query.ts';
import type { CompareChoice } from './compare-query.ts';

/** Both sides as a picture and as a table. */
export function CompareExports({
  answer,
  choice,
  unit,
  drawn,
}: {
  answer: CompareAnswer;
  choice: CompareChoice;
  unit: string;
  drawn: DrawnComparison;
}) {
  const { t } = useLingui();
  const { live } = useCentre();
  const { items, zone } = answer;
  const [first, last] = [items[0], items.at(-1)];
  if (first === undefined || last === undefined) return null;
  const source = sourceOf(choice);
  const title = t`Hai kỳ cạnh nhau`;
  const file = exportName(`compare-${source}`, {
    fromMs: Date.parse(first.start),
    toMs: Date.parse(last.end),
  });
  const csv = (): void => {
    const text = compareCsv(answer, { choice, unit });
    // Spreadsheets take UTF-8 for what it is only with this mark.
    saveFile(new TextEncoder().encode(`\uFEFF${text}`), {
      name: `${file}.csv`,
      type: 'text/csv;charset=utf-8',
    });
  };
  const png = async (): Promise<void> => {
    const [from, to] = [first, last].map(({ start }) => formatDateTime(Date.parse(start), zone));
    const other = items.find((item) => item.other !== null)?.other ?? null;
    const against = other === null ? t`không có` : formatDateTime(Date.parse(other), zone);
    const bytes = await comparePicture(drawn, {
      title: `${title} · ${source}`,
      figure: t`nét liền: kỳ này · nét đứt: kỳ kia · ${unit}`,
      span: `${from} – ${to} (${zone})`,
      source: [
        t`Nguồn: ${source}; cửa sổ ${choice.window} đã chốt; kỳ kia từ ${against}`,
        t`Ảnh lập lúc ${formatDateTime(live.clock.nowMs(), zone)}`,
      ],
    });
    saveFile(bytes, { name: `${file}.png`, type: 'image/png' });
  };
  return <ExportButtons title={title} isEmpty={false} onPng={png} onCsv={csv} />;
}
