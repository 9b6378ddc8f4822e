import { Trans, useLingui } from '@lingui/react/macro';
import type { Receipt, ReceiptRow } from '@metropane/city';
import { useCallback, useEffect, useState } from 'react';
import { useCentre } from '../../live/centre-context.ts';
import { Problem } from '../../live/centre-port.ts';
import type { SeriesRequest } from '../../live/receipt-request.ts';
import { formatNumber, formatUpTo } from '../../ui/format.ts';
import { useLocale } from '../../ui/use-locale.ts';
import { rowsPath } from './receipt-paths.ts';
import { ReceiptLine, ReceiptRowsHead } from './receipt-rows.tsx';

const PAGE = 500;

/** Every row of the window, a page at a time, added up once more here: the browser checks what the centre said. */
export function RawRows({
  request,
  receipt,
  onBack,
  onPayload,
}: {
  request: SeriesRequest;
  receipt: Receipt;
  onBack: () => void;
  onPayload: ((seq: number) => void) | null;
}) {
  const { t } = useLingui();
  const { rows, isAll, problem, more } = useRawRows(request);
  return (
    <div className="receipt-raw">
      <div className="receipt-raw-scroll" tabIndex={0} role="region" aria-label={t`Các dòng gốc`}>
        <table className="receipt-rows num">
          <ReceiptRowsHead metric={request.metric} />
          <tbody>
            {rows.map((row, index) => (
              <ReceiptLine key={`${row.seq} ${index}`} row={row} onPayload={onPayload} />
            ))}
          </tbody>
        </table>
        {problem !== null && (
          <p className="receipt-empty" role="alert">
            <Trans>Không đọc tiếp được: {problem.message}</Trans>
          </p>
        )}
      </div>
      <footer className="receipt-raw-foot">
        <RawSum rows={rows} isAll={isAll} receipt={receipt} />
        {!isAll && (
          <button className="button" type="button" onClick={more}>
            <Trans>Đọc thêm</Trans>
          </button>
        )}
        <button className="button" type="button" onClick={onBack}>
          <Trans>Về biên nhận</Trans>{' '}
          <kbd className="keycap" aria-hidden="true">
            R
          </kbd>
        </button>
      </footer>
    </div>
  );
}

function RawSum({ rows, isAll, receipt }: { rows: readonly ReceiptRow[]; isAll: boolean; receipt: Receipt }) {
  const locale = useLocale();
  const sum = sumOf(rows);
  const shown = formatUpTo(sum, 6, locale);
  const count = formatNumber(rows.length, 0, locale);
  const all = formatNumber(receipt.rowCount, 0, locale);
  if (!isAll)
    return (
      <span className="num">
        <Trans>
          {count} / {all} dòng, tổng tới đây {shown}
        </Trans>
      </span>
    );
  const isEqual = receipt.value === null ? sum === 0 : isSameSum(sum, receipt.value.sum, rows);
  return (
    <span className="num">
      <Trans>
        {count} dòng, trình duyệt cộng được {shown}
      </Trans>{' '}
      <b className={isEqual ? 'verdict-good' : 'verdict-bad'}>
        {isEqual ? (
          <Trans>✓ bằng biên nhận</Trans>
        ) : (
          <Trans>✗ biên nhận nói {formatUpTo(receipt.value?.sum, 6, locale)}</Trans>
        )}
      </b>
    </span>
  );
}

/** Sum of what stands in the statistics. */
function sumOf(rows: readonly ReceiptRow[]): number {
  let sum = 0;
  for (const { outcome, value } of rows) if (outcome === 'counted' || outcome === 'late') sum += value ?? 0;
  return sum;
}

/** Within what a plain sum may lose: 1e-12 of the magnitudes that went in, per row. */
function isSameSum(sum: number, other: number, rows: readonly ReceiptRow[]): boolean {
  let magnitude = 0;
  for (const { value } of rows) magnitude += Math.abs(value ?? 0);
  return Math.abs(sum - other) <= 1e-12 * Math.max(1, rows.length) * magnitude;
}

interface RawPages {
  rows: readonly ReceiptRow[];
  isAll: boolean;
  problem: Problem | null;
  more: () => void;
}

function useRawRows(request: SeriesRequest): RawPages {
  const { api } = useCentre();
  const [wanted, setWanted] = useState(1);
  const [pages, setPages] = useState<{ rows: ReceiptRow[]; cursor: string | null; read: number }>({
    rows: [],
    cursor: null,
    read: 0,
  });
  const [problem, setProblem] = useState<Problem | null>(null);
  useEffect(
    function readNextPage() {
      if (pages.read >= wanted) return undefined;
      let isGone = false;
      api
        .get<{ items: ReceiptRow[]; nextCursor?: string }>(
          rowsPath(request, { limit: PAGE, cursor: pages.cursor }),
        )
        .then(
          ({ items, nextCursor }) => {
            if (isGone) return;
            setProblem(null);
            setPages({ rows: [...pages.rows, ...items], cursor: nextCursor ?? null, read: pages.read + 1 });
          },
          (error: unknown) => {
            if (!(error instanceof Problem)) throw error;
            if (!isGone) setProblem(error);
          },
        );
      return () => {
        isGone = true;
      };
    },
    [api, request, pages, wanted],
  );
  const more = useCallback(() => {
    setProblem(null);
    setWanted((n) => n + 1);
  }, []);
  return { rows: pages.rows, isAll: pages.read > 0 && pages.cursor === null, problem, more };
}
