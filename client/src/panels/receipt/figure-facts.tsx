import { Trans, useLingui } from '@lingui/react/macro';
import type { FigureReceipt } from '@metropane/city';
import { useCentre } from '../../live/centre-context.ts';
import { formatNumber, formatTime, formatUpTo, NO_VALUE } from '../../ui/format.ts';
import { useLocale } from '../../ui/use-locale.ts';
import { Completeness, Fact, FactGroup } from './receipt-facts.tsx';

/** What is shown, what the raw rows give, why they differ if they do, and how complete the readings are. */
export function FigureFacts({ receipt }: { receipt: FigureReceipt }) {
  const { t } = useLingui();
  const { ground } = useCentre();
  const locale = useLocale();
  const count = (value: number | null): string => formatNumber(value, 0, locale);
  const { completeness, differsBecause } = receipt;
  return (
    <div className="receipt-side">
      <FactGroup>
        <Fact name={t`Trên màn hình`}>{formatUpTo(receipt.shownValue, 4, locale)}</Fact>
        <Fact name={t`Cộng từ dòng gốc`} isOdd={differsBecause !== null}>
          {formatUpTo(receipt.settledValue, 4, locale)}
        </Fact>
      </FactGroup>
      {differsBecause !== null && (
        <p className="receipt-why">
          <WhyDifferent reason={differsBecause} />
        </p>
      )}
      <FactGroup>
        <Fact name={t`Đếm (n)`}>{count(receipt.n)}</Fact>
        <Fact name={t`Kỳ vọng`}>{count(receipt.expected)}</Fact>
        <Fact name={t`Đầy đủ`}>
          {completeness === null ? NO_VALUE : `${formatNumber(completeness * 100, 1, locale)} %`}
        </Fact>
        <Completeness part={completeness} />
        <Fact name={t`Thiết bị góp số`}>
          {count(receipt.entities)} / {count(receipt.entitiesExpected)}
        </Fact>
      </FactGroup>
      <FactGroup>
        <Fact name={t`Trùng, đã bỏ`}>{count(receipt.duplicates)}</Fact>
        <Fact name={t`Trễ`}>{count(receipt.late)}</Fact>
        <Fact name={t`Số đo mới nhất`}>
          {receipt.asOf === null ? NO_VALUE : formatTime(Date.parse(receipt.asOf), ground.zone)}
        </Fact>
        <Fact name={t`Công thức`}>
          <span className="receipt-formula">{receipt.formula[locale]}</span>
        </Fact>
      </FactGroup>
    </div>
  );
}

/** The centre's reason in the words of the screen; a reason that this build does not know is shown as it came. */
function WhyDifferent({ reason }: { reason: string }) {
  const [, what, count] = /^(.*?)(?: \((\d+)\))?$/.exec(reason) ?? [];
  switch (what) {
    case 'the bin is no longer in memory':
      return <Trans>Ô giờ này đã ra khỏi bộ nhớ: chỉ còn số cộng từ dòng gốc.</Trans>;
    case 'memory lacks readings':
      return <Trans>Bộ nhớ thiếu {count} số đo mà kho có.</Trans>;
    case 'history lacks readings':
      return <Trans>Kho chưa có {count} số đo mà bộ nhớ đã tính.</Trans>;
    case 'late events':
      return <Trans>{count} số đo đến trễ: có trong dòng gốc, không vào số đang chạy.</Trans>;
    case 'bin still open':
      return <Trans>Ô giờ đang mở: số còn thay đổi.</Trans>;
    case 'unexplained':
      return <Trans>Chưa giải thích được. Báo cho người quản trị.</Trans>;
    default:
      return reason;
  }
}
