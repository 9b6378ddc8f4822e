import { msg } from '@lingui/core/macro';
import type { MessageDescriptor } from '@lingui/core';
import { Trans, useLingui } from '@lingui/react/macro';
import { formatAge, formatNumber } from '../../ui/format.ts';
import { useLocale } from '../../ui/use-locale.ts';
import type { FunnelPlace, MedianFigure, ShareFigure } from './group-answers.ts';

/** Against the city: said in words and by a mark of its own, no colour of a priority. */
const PLACE_WORDS: Record<FunnelPlace, { mark: string; words: MessageDescriptor }> = {
  usual: { mark: '', words: msg`không khác mức chung` },
  low: { mark: '▽', words: msg`thấp hơn mức chung (95 %)` },
  'very-low': { mark: '▼', words: msg`thấp hơn hẳn mức chung (99,8 %)` },
  high: { mark: '△', words: msg`cao hơn mức chung (95 %)` },
  'very-high': { mark: '▲', words: msg`cao hơn hẳn mức chung (99,8 %)` },
};

/** A share with what it rests on; of too few only the counts. */
export function ShareCell({ figure: { n, k, share, interval, place } }: { figure: ShareFigure }) {
  const { i18n } = useLingui();
  const locale = useLocale();
  if (n === 0)
    return (
      <span className="muted">
        <Trans>chưa có</Trans>
      </span>
    );
  if (share === null || interval === null)
    return (
      <span className="figure-cell muted">
        <span className="num">
          {k}/{n}
        </span>
        <small>
          <Trans>quá ít để so sánh</Trans>
        </small>
      </span>
    );
  const percent = (part: number): string => formatNumber(100 * part, 0, locale);
  const said = place === null ? null : PLACE_WORDS[place];
  return (
    <span className="figure-cell">
      <span className="num">
        <b>{percent(share)} %</b>
        {said !== null && said.mark !== '' && (
          <span className="funnel-mark" title={i18n._(said.words)}>
            {' '}
            {said.mark}
            <span className="sr-only">{i18n._(said.words)}</span>
          </span>
        )}
      </span>
      <small className="num muted">
        {percent(interval.low)}–{percent(interval.high)} · {k}/{n}
      </small>
    </span>
  );
}

/** A median time with its interval and those that still wait. */
export function MedianCell({
  figure: { reached, waiting, ms, lowMs, highMs, isTooFew },
}: {
  figure: MedianFigure;
}) {
  const locale = useLocale();
  if (reached + waiting === 0)
    return (
      <span className="muted">
        <Trans>chưa có</Trans>
      </span>
    );
  return (
    <span className={`figure-cell ${isTooFew ? 'muted' : ''}`}>
      {isTooFew ? (
        <small>
          <Trans>quá ít để so sánh</Trans>
        </small>
      ) : ms === null ? (
        <b>
          <Trans>quá nửa còn chờ</Trans>
        </b>
      ) : (
        <b className="num">{formatAge(ms, locale)}</b>
      )}
      <small className="num muted">
        {!isTooFew && ms !== null && (
          <>
            {lowMs === null ? '?' : formatAge(lowMs, locale)}–
            {highMs === null ? '?' : formatAge(highMs, locale)} ·{' '}
          </>
        )}
        n={reached + waiting}
        {waiting > 0 && (
          <>
            {', '}
            <Trans>{waiting} đang chờ</Trans>
          </>
        )}
      </small>
    </span>
  );
}
