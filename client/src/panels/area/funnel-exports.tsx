import { useLingui } from '@lingui/react/macro';
import { useCentre } from '../../live/centre-context.ts';
import { formatDateTime, formatNumber } from '../../ui/format.ts';
import { ExportButtons } from '../../ui/linked/export-buttons.tsx';
import { exportName, spanWords } from '../../ui/linked/file-words.ts';
import { saveFile } from '../../ui/save-file.ts';
import { useLocale } from '../../ui/use-locale.ts';
import { funnelGeometry } from './funnel-geometry.ts';
import type { FunnelPoint } from './funnel-geometry.ts';
import { funnelPicture, PICTURE_WIDTH } from './funnel-picture.ts';
import type { Counted } from './group-answers.ts';
import { groupsCsv } from './groups-csv.ts';
import type { NamedGroup } from './groups-table.tsx';

/** The funnel as a picture, and every figure of its groups as a table. */
export function FunnelExports({
  groups,
  city,
  counted,
  funnel,
}: {
  groups: readonly NamedGroup[];
  city: NamedGroup;
  counted: Counted;
  /** What is drawn now; null: nothing can be. */
  funnel: { points: readonly FunnelPoint[]; target: number; clockName: string } | null;
}) {
  const { t } = useLingui();
  const { live, ground } = useCentre();
  const locale = useLocale();
  const title = t`Đúng hạn theo số vụ`;
  const { period, coverage, least } = counted;
  const span = { fromMs: Date.parse(period.from), toMs: Date.parse(period.to) };
  const file = exportName('in-time', span);
  const csv = (): void => {
    // Spreadsheets take UTF-8 for what it is only with this mark.
    saveFile(new TextEncoder().encode(`\uFEFF${groupsCsv([city, ...groups], counted)}`), {
      name: `${file}.csv`,
      type: 'text/csv;charset=utf-8',
    });
  };
  const png = async (): Promise<void> => {
    if (funnel === null) return;
    const { points, target, clockName } = funnel;
    const share = formatNumber(100 * target, 0, locale);
    const at = funnelGeometry(points, { target, least: least.share, width: PICTURE_WIDTH });
    const words = {
      title: `${title} · ${clockName}`,
      figure: t`mức chung ${share} %; nét đứt: giới hạn 95 % và 99,8 % của ngẫu nhiên`,
      span: `${spanWords(span, ground.zone)} (${ground.zone})`,
      source: [
        coverage.isComplete
          ? t`Mọi sự cố của khoảng này`
          : t`Thiếu ${coverage.missing} sự cố đã đóng từ lâu của khoảng này`,
        t`Ảnh lập lúc ${formatDateTime(live.clock.nowMs(), ground.zone)}`,
      ],
    };
    const bytes = await funnelPicture(at, { words, axisTitle: t`số vụ đã rõ`, locale });
    saveFile(bytes, { name: `${file}.png`, type: 'image/png' });
  };
  return (
    <ExportButtons
      title={title}
      isEmpty={groups.length === 0}
      isDrawn={funnel !== null}
      onPng={png}
      onCsv={csv}
    />
  );
}
