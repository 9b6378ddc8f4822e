import { Trans, useLingui } from '@lingui/react/macro';
import type { Receipt } from '@metropane/city';
import { useCentre } from '../../live/centre-context.ts';
import type { ReceiptStat } from '../../live/receipt-request.ts';
import { formatDuration } from '../../ui/format-duration.ts';
import { formatNumber, formatTime, NO_VALUE } from '../../ui/format.ts';
import { useLocale } from '../../ui/use-locale.ts';
import { Completeness, Fact, FactGroup } from './receipt-facts.tsx';
import { STAT_FORMULAS } from './receipt-words.ts';

/** Counts, clocks and formula of one window. What is not known is a dash, never 0. */
export function SeriesFacts({ receipt, stat }: { receipt: Receipt; stat: ReceiptStat }) {
  return (
    <div className="receipt-side">
      <Counts receipt={receipt} />
      <Refusals receipt={receipt} />
      <Clocks receipt={receipt} stat={stat} />
    </div>
  );
}

function Counts({ receipt }: { receipt: Receipt }) {
  const { t } = useLingui();
  const locale = useLocale();
  const { expected, expectedEveryMs, expectedFrom, completeness } = receipt;
  const from =
    expectedFrom === null
      ? ''
      : { entity: t`thiết bị khai`, pack: t`gói thành phố`, feed: t`chu kỳ nguồn` }[expectedFrom];
  return (
    <FactGroup>
      <Fact name={t`Đếm (n)`}>{formatNumber(receipt.value?.n ?? 0, 0, locale)}</Fact>
      <Fact name={t`Kỳ vọng`}>
        {formatNumber(expected, 0, locale)}
        {expectedEveryMs !== null && (
          <small title={from}>
            {' '}
            <Trans>mỗi {formatDuration(expectedEveryMs, locale)}</Trans>
          </small>
        )}
      </Fact>
      <Fact name={t`Đầy đủ`}>
        {completeness === null ? NO_VALUE : `${formatNumber(completeness * 100, 1, locale)} %`}
      </Fact>
      <Completeness part={completeness} />
    </FactGroup>
  );
}

function Refusals({ receipt }: { receipt: Receipt }) {
  const { t } = useLingui();
  const locale = useLocale();
  const count = (value: number | null): string => formatNumber(value, 0, locale);
  const codes = Object.entries(receipt.rejected?.codes ?? {});
  return (
    <FactGroup>
      <Fact name={t`Trùng, đã bỏ`}>
        {count(receipt.duplicates)}
        {(receipt.conflicts ?? 0) > 0 && <small> {t`${count(receipt.conflicts)} khác trị`}</small>}
      </Fact>
      <Fact name={t`Trễ, vẫn cộng`}>{count(receipt.late)}</Fact>
      <Fact name={t`Cờ 4/9, để ngoài`}>{count(receipt.flagged)}</Fact>
      <Fact name={t`Không có trị`}>{count(receipt.missing)}</Fact>
      {receipt.rejected !== null && (
        <Fact name={t`Từ chối`} isOdd>
          {count(receipt.rejected.mentions)}
          {codes.map(([code]) => (
            <code key={code}> {code}</code>
          ))}
        </Fact>
      )}
      <Fact name={t`Đã sửa`} isOdd={receipt.revision > 0}>
        {receipt.revision === 0 ? t`không` : t`${count(receipt.revision)} lần`}
      </Fact>
    </FactGroup>
  );
}

function Clocks({ receipt, stat }: { receipt: Receipt; stat: ReceiptStat }) {
  const { t, i18n } = useLingui();
  const { ground } = useCentre();
  const locale = useLocale();
  const time = (text: string | null): string =>
    text === null ? NO_VALUE : formatTime(Date.parse(text), ground.zone);
  const { log, lagP95Ms } = receipt;
  return (
    <FactGroup>
      <Fact name={t`Mốc nước khi chốt`}>{time(receipt.watermarkAtFiring)}</Fact>
      <Fact name={t`Mốc nước nay`}>{time(receipt.watermark)}</Fact>
      <Fact name={t`Trễ p95`}>{lagP95Ms === null ? NO_VALUE : formatDuration(lagP95Ms, locale)}</Fact>
      <Fact name={t`Nguồn`}>{receipt.feed.length === 0 ? NO_VALUE : receipt.feed.join(', ')}</Fact>
      {log !== null && (
        <Fact name={t`Nhật ký`}>
          {formatNumber(log.fromOffset, 0, locale)}–{formatNumber(log.toOffset, 0, locale)}
        </Fact>
      )}
      <Fact name={t`Công thức`}>
        <span className="receipt-formula">
          {stat === 'mean' ? receipt.formula[locale] : i18n._(STAT_FORMULAS[stat])}
        </span>
      </Fact>
    </FactGroup>
  );
}
