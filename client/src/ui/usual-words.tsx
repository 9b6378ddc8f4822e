import { Trans } from '@lingui/react/macro';
import { deviationOf } from './deviation.ts';
import { formatNumber } from './format.ts';
import { useLocale } from './use-locale.ts';

/** How a value compares with what is usual at its time, in words: a band alone is no message. Nothing where the value is not known. */
export function UsualWords({
  value,
  range,
  decimals,
  isShort = false,
}: {
  value: number | null;
  /** P10–P90 at the time of the value; null: not known yet. */
  range: { low: number; high: number } | null;
  decimals: number;
  /** Without the range, for narrow places that show it as a band. */
  isShort?: boolean;
}) {
  const locale = useLocale();
  if (value === null) return null;
  if (range === null) return <Trans>chưa đủ ngày để biết thường ngày</Trans>;
  const span = `${formatNumber(range.low, decimals, locale)}–${formatNumber(range.high, decimals, locale)}`;
  const deviation = deviationOf(value, range);
  if (isShort)
    return deviation === 'above' ? (
      <Trans>cao hơn mọi khi</Trans>
    ) : deviation === 'below' ? (
      <Trans>thấp hơn mọi khi</Trans>
    ) : (
      <Trans>như mọi khi</Trans>
    );
  switch (deviation) {
    case 'above':
      return <Trans>cao hơn thường ngày {span}</Trans>;
    case 'below':
      return <Trans>thấp hơn thường ngày {span}</Trans>;
    default:
      return <Trans>như thường ngày {span}</Trans>;
  }
}
