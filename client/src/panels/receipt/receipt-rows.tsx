import { Trans, useLingui } from '@lingui/react/macro';
import type { Receipt, ReceiptRow } from '@metropane/city';
import { useCentre } from '../../live/centre-context.ts';
import type { ReceiptStat } from '../../live/receipt-request.ts';
import { formatDuration } from '../../ui/format-duration.ts';
import { formatInstant, formatNumber, formatUpTo } from '../../ui/format.ts';
import { useLocale } from '../../ui/use-locale.ts';
import { STAT_WORDS, unitOf } from './receipt-words.ts';

/** The first and the last rows of a window; struck when they are not in the figure, bold the one that gave it. */
export function ReceiptRows({
  receipt,
  stat,
  onPayload,
}: {
  receipt: Receipt;
  stat: ReceiptStat;
  /** Null: this screen may not show original messages. */
  onPayload: ((seq: number) => void) | null;
}) {
  const { rows, rowCount } = receipt;
  const left = rowCount - rows.length;
  const giver = giverOf(receipt, stat);
  const first = left > 0 ? rows.slice(0, Math.ceil(rows.length / 2)) : rows;
  const last = rows.slice(first.length);
  const line = (row: ReceiptRow, index: number) => (
    <ReceiptLine
      key={`${row.seq} ${index}`}
      row={row}
      gave={row === giver ? stat : null}
      onPayload={onPayload}
    />
  );
  if (rows.length === 0) return null;
  return (
    <table className="receipt-rows num">
      <ReceiptRowsHead metric={receipt.metric} />
      <tbody>
        {first.map(line)}
        {left > 0 && (
          <tr className="receipt-gap">
            <td>…</td>
            <td colSpan={4}>
              <Trans>{left} dòng nữa</Trans>
            </td>
          </tr>
        )}
        {last.map(line)}
      </tbody>
    </table>
  );
}

export function ReceiptRowsHead({ metric }: { metric: string }) {
  const { t } = useLingui();
  const unit = unitOf({ metric });
  return (
    <thead>
      <tr>
        <th scope="col">{t`số thứ tự`}</th>
        <th scope="col">{t`Sự kiện`}</th>
        <th scope="col">{t`Nhận`}</th>
        <th scope="col" className="is-number">
          {unit === '' ? t`trị` : unit}
        </th>
        <th scope="col">{t`Kết quả`}</th>
      </tr>
    </thead>
  );
}

export function ReceiptLine({
  row,
  gave = null,
  onPayload,
}: {
  row: ReceiptRow;
  /** The statistic whose value this row is. */
  gave?: ReceiptStat | null;
  /** Null: this screen may not show original messages. */
  onPayload: ((seq: number) => void) | null;
}) {
  const { t, i18n } = useLingui();
  const { ground } = useCentre();
  const locale = useLocale();
  const isIn = row.outcome === 'counted' || row.outcome === 'late';
  const seq = formatNumber(row.seq, 0, locale);
  return (
    <tr className={`${isIn ? '' : 'is-out'} ${gave === null ? '' : 'is-giver'}`}>
      <td>
        {onPayload === null ? (
          seq
        ) : (
          <button
            className="receipt-seq"
            type="button"
            aria-label={t`Thông điệp gốc của dòng ${seq}`}
            onClick={() => onPayload(row.seq)}
          >
            {seq}
          </button>
        )}
      </td>
      <td>{formatInstant(Date.parse(row.t), ground.zone, locale)}</td>
      <td>{formatInstant(Date.parse(row.arrival), ground.zone, locale)}</td>
      <td className="is-number">{formatUpTo(row.value, 6, locale)}</td>
      <td className="receipt-outcome">
        <OutcomeWords row={row} />
        {gave !== null && ` · ${i18n._(STAT_WORDS[gave])}`}
      </td>
    </tr>
  );
}

function OutcomeWords({ row }: { row: ReceiptRow }) {
  const locale = useLocale();
  switch (row.outcome) {
    case 'counted':
      return <Trans>đạt</Trans>;
    case 'late':
      return <Trans>trễ {formatDuration(Date.parse(row.arrival) - Date.parse(row.t), locale)}</Trans>;
    case 'duplicate':
      return <Trans>trùng</Trans>;
    case 'conflict':
      return <Trans>trùng, khác trị</Trans>;
    case 'flagged':
      return <Trans>cờ {row.flag}</Trans>;
    case 'missing':
      return <Trans>không có trị</Trans>;
  }
}

/** The row whose value is the figure, when the figure is one row's value. */
function giverOf({ rows, value }: Receipt, stat: ReceiptStat): ReceiptRow | null {
  if (value === null || (stat !== 'max' && stat !== 'min' && stat !== 'last')) return null;
  const inside = rows.filter(({ outcome }) => outcome === 'counted' || outcome === 'late');
  const giving = inside.filter((row) => row.value === value[stat]);
  return giving.at(-1) ?? null;
}
