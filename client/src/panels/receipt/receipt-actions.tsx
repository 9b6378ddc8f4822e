import { Plural, Trans, useLingui } from '@lingui/react/macro';
import type { Receipt } from '@metropane/city';
import { FileDown, ListTree, RefreshCw } from 'lucide-react';
import { useState } from 'react';
import { useCentre } from '../../live/centre-context.ts';
import { Problem } from '../../live/centre-port.ts';
import type { SeriesRequest } from '../../live/receipt-request.ts';
import { CopyLink } from './copy-link.tsx';
import { csvPath } from './receipt-paths.ts';
import { saveFile } from '../../ui/save-file.ts';
import { sha256Of } from './sha256-of.ts';

/** All rows, the CSV with its hash, the address of this receipt. */
export function ReceiptActions({
  request,
  receipt,
  isLoading,
  onRaw,
  onAgain,
}: {
  request: SeriesRequest;
  receipt: Receipt;
  isLoading: boolean;
  onRaw: () => void;
  onAgain: () => void;
}) {
  return (
    <div className="receipt-actions">
      <button className="button" type="button" disabled={receipt.rowCount === 0} onClick={onRaw}>
        <ListTree aria-hidden="true" />
        <Plural value={receipt.rowCount} one="Xem # dòng gốc" other="Xem # dòng gốc" />
        <kbd className="keycap" aria-hidden="true">
          R
        </kbd>
      </button>
      <CsvButton request={request} receipt={receipt} />
      <CopyLink />
      {!receipt.final && (
        <button className="button" type="button" disabled={isLoading} onClick={onAgain}>
          <RefreshCw aria-hidden="true" />
          <Trans>Cộng lại</Trans>
        </button>
      )}
      <code className="receipt-hash" title={receipt.sha256}>
        sha256 {receipt.sha256.slice(0, 4)}…{receipt.sha256.slice(-4)}
      </code>
    </div>
  );
}

/** What a figure of many series offers: its address, and to be added up anew. */
export function FigureActions({ isLoading, onAgain }: { isLoading: boolean; onAgain: () => void }) {
  return (
    <div className="receipt-actions">
      <button className="button" type="button" disabled={isLoading} onClick={onAgain}>
        <RefreshCw aria-hidden="true" />
        <Trans>Cộng lại</Trans>
      </button>
      <CopyLink />
    </div>
  );
}

type Saving = 'idle' | 'saving' | 'matches' | 'differs' | 'unchecked' | 'failed';

function CsvButton({ request, receipt }: { request: SeriesRequest; receipt: Receipt }) {
  const { api } = useCentre();
  const [saving, setSaving] = useState<Saving>('idle');
  const save = async (): Promise<void> => {
    setSaving('saving');
    try {
      const bytes = await api.download(csvPath(request));
      const hash = await sha256Of(bytes);
      saveFile(bytes, { name: fileName(request, hash ?? receipt.sha256), type: 'text/csv' });
      setSaving(hash === null ? 'unchecked' : hash === receipt.sha256 ? 'matches' : 'differs');
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      setSaving('failed');
    }
  };
  return (
    <>
      <button className="button" type="button" disabled={saving === 'saving'} onClick={() => void save()}>
        <FileDown aria-hidden="true" />
        <Trans>Xuất CSV + băm</Trans>
      </button>
      <SavingWords saving={saving} isFinal={receipt.final} />
    </>
  );
}

function SavingWords({ saving, isFinal }: { saving: Saving; isFinal: boolean }) {
  const { t } = useLingui();
  const words: Record<Saving, string> = {
    idle: '',
    saving: t`đang tải…`,
    matches: t`✓ băm khớp biên nhận`,
    differs: isFinal ? t`✗ băm khác biên nhận` : t`cửa sổ vừa có thêm dòng: cộng lại`,
    unchecked: t`đã tải; trình duyệt này không tự băm được`,
    failed: t`không tải được`,
  };
  return (
    <span
      role="status"
      className={`receipt-saving ${saving === 'differs' || saving === 'failed' ? 'verdict-bad' : 'verdict-good'}`}
    >
      {words[saving]}
    </span>
  );
}

/** The name carries the window and the hash: a file that was mailed still says what it is. */
function fileName({ domain, entity, metric, window, startMs }: SeriesRequest, hash: string): string {
  const start = new Date(startMs).toISOString().replaceAll(/[:.]/g, '');
  const name = [domain, entity, metric, window, start, `sha256-${hash}`].join('_');
  return `${name.replaceAll(/[^A-Za-z0-9_.-]/g, '-')}.csv`;
}
