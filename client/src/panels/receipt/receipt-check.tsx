import { Trans } from '@lingui/react/macro';
import { ShieldCheck, ShieldX } from 'lucide-react';
import type { ReceiptCheck } from '@metropane/city';
import type { ReactNode } from 'react';
import { formatNumber, formatUpTo } from '../../ui/format.ts';
import { useLocale } from '../../ui/use-locale.ts';

/**
 * The two proofs of a receipt: no row went missing (received = counted + late + duplicate), and the rows add up to what is shown.
 * Green with a check when both hold; otherwise it says by how much they do not.
 */
export function ReceiptCheckBox({ check }: { check: ReceiptCheck }) {
  const isGood = check.holds && check.sumsEqual;
  return (
    <div className={`receipt-check ${isGood ? 'is-good' : 'is-bad'}`}>
      {isGood ? <ShieldCheck aria-hidden="true" /> : <ShieldX aria-hidden="true" />}
      <ul>
        <li>
          <CountLaw check={check} />
        </li>
        {check.sumShown !== null && (
          <li>
            <SumLaw check={check} />
          </li>
        )}
      </ul>
    </div>
  );
}

function CountLaw({ check }: { check: ReceiptCheck }) {
  const locale = useLocale();
  if (check.received === null || check.duplicates === null)
    return (
      <span>
        <Trans>Kho của bản trước không giữ dòng trùng: chỉ cộng được dòng đã đếm.</Trans>
      </span>
    );
  const count = (value: number): string => formatNumber(value, 0, locale);
  const received = count(check.received);
  const counted = count(check.counted);
  const late = count(check.late);
  const duplicates = count(check.duplicates);
  const off = check.received - check.counted - check.late - check.duplicates;
  return (
    <>
      <span className="num">
        <Trans>
          Nhận {received} {check.holds ? '=' : '≠'} đếm {counted} + trễ {late} + trùng {duplicates}
        </Trans>
      </span>
      <Verdict isGood={check.holds}>
        {check.holds ? <Trans>✓ khớp</Trans> : <Trans>✗ lệch {count(off)}</Trans>}
      </Verdict>
    </>
  );
}

function SumLaw({ check }: { check: ReceiptCheck }) {
  const locale = useLocale();
  const ofRows = formatUpTo(check.sumOfRows, 6, locale);
  const shown = formatUpTo(check.sumShown, 6, locale);
  return (
    <>
      <span className="num">
        <Trans>
          Tổng các dòng {ofRows} {check.sumsEqual ? '=' : '≠'} tổng đã dùng {shown}
        </Trans>
      </span>
      <Verdict isGood={check.sumsEqual}>
        {check.sumsEqual ? <Trans>✓ bằng nhau</Trans> : <Trans>✗ không bằng</Trans>}
      </Verdict>
    </>
  );
}

function Verdict({ isGood, children }: { isGood: boolean; children: ReactNode }) {
  return <b className={isGood ? 'verdict-good' : 'verdict-bad'}>{children}</b>;
}
