import { useLingui } from '@lingui/react/macro';
import { Download, ImageDown } from 'lucide-react';
import './linked.css';

/** A chart as a picture and as a table. */
export function ExportButtons({
  title,
  isEmpty,
  isDrawn = !isEmpty,
  onPng,
  onCsv,
}: {
  title: string;
  /** Nothing was measured: a file of it would be empty. */
  isEmpty: boolean;
  /** False: there are figures, but too few to draw. */
  isDrawn?: boolean;
  onPng: () => Promise<void>;
  onCsv: () => void;
}) {
  const { t } = useLingui();
  return (
    <span className="chart-exports">
      <button
        type="button"
        aria-label={t`Lưu ảnh PNG: ${title}`}
        disabled={!isDrawn}
        onClick={() => void onPng()}
      >
        <ImageDown aria-hidden="true" />
      </button>
      <button type="button" aria-label={t`Lưu CSV: ${title}`} disabled={isEmpty} onClick={onCsv}>
        <Download aria-hidden="true" />
      </button>
    </span>
  );
}
