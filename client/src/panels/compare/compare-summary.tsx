import { Plural, Trans } from '@lingui/react/macro';
import { metricSuffix } from '@metropane/city';
import { formatNumber, formatUpTo, NO_VALUE } from '../../ui/format.ts';
import { useLocale } from '../../ui/use-locale.ts';
import type { CompareAnswer } from './compare-answers.ts';
import type { CompareChoice } from './compare-query.ts';

/** The two sides over what both know, and how much either lacks. */
export function CompareSummary({
  answer: { summary, how },
  choice,
}: {
  answer: CompareAnswer;
  choice: CompareChoice;
}) {
  const locale = useLocale();
  const isCount = choice.what === 'incidents-opened' || choice.stat === 'n';
  const unit = isCount ? '' : (metricSuffix(choice.metric)?.shown ?? '');
  const { now, before, common, missingNow, missingBefore, noSuchTime, ahead } = summary;
  const text = (value: number | null): string =>
    value === null ? NO_VALUE : `${formatUpTo(value, isCount ? 0 : 2, locale)} ${unit}`.trim();
  const difference = now === null || before === null ? null : now - before;
  const share =
    difference === null || before === null || before === 0 ? null : (100 * difference) / Math.abs(before);
  const sign = (value: number): string => (value > 0 ? '+' : '');
  return (
    <div className="compare-summary">
      <dl>
        <div>
          <dt>
            <span className="compare-key is-now" aria-hidden="true" />
            <Trans>Kỳ này</Trans>
          </dt>
          <dd className="num">{text(now)}</dd>
        </div>
        <div>
          <dt>
            <span className="compare-key" aria-hidden="true" />
            <Trans>Kỳ kia</Trans>
          </dt>
          <dd className="num">{text(before)}</dd>
        </div>
        <div>
          <dt>
            <Trans>Chênh lệch</Trans>
          </dt>
          <dd className="num">
            {difference === null ? NO_VALUE : `${sign(difference)}${text(difference)}`}
            {share !== null && (
              <small>
                {' '}
                ({sign(share)}
                {formatNumber(share, 1, locale)} %)
              </small>
            )}
          </dd>
        </div>
      </dl>
      <p className="num">
        {how === 'mean' && <Trans>Trung bình theo số lần đo,</Trans>}
        {how === 'total' && <Trans>Cộng lại,</Trans>}
        {how === 'largest' && <Trans>Lớn nhất,</Trans>}{' '}
        <Plural value={common} one="trên # ô mà cả hai bên cùng có" other="trên # ô mà cả hai bên cùng có" />
        {missingNow > 0 && (
          <>
            {' · '}
            <Trans>kỳ này thiếu {missingNow}</Trans>
          </>
        )}
        {missingBefore > 0 && (
          <>
            {' · '}
            <Trans>kỳ kia thiếu {missingBefore}</Trans>
          </>
        )}
        {noSuchTime > 0 && (
          <>
            {' · '}
            <Trans>{noSuchTime} ô bên kia không có giờ ấy</Trans>
          </>
        )}
        {ahead > 0 && (
          <>
            {' · '}
            <Trans>{ahead} ô chưa hết</Trans>
          </>
        )}
      </p>
    </div>
  );
}
