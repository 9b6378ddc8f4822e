import { Trans } from '@lingui/react/macro';
import { useCentre } from '../../live/centre-context.ts';
import type { SeriesRequest } from '../../live/receipt-request.ts';
import { FigureButton } from '../../ui/figure-button.tsx';
import { formatDate, formatMinute, formatUpTo } from '../../ui/format.ts';
import { useLocale } from '../../ui/use-locale.ts';
import type { CompareAnswer, CompareItem } from './compare-answers.ts';
import type { CompareChoice } from './compare-query.ts';

/** The bins one by one, each figure with its receipt. */
export function CompareTable({
  answer: { items },
  choice,
}: {
  answer: CompareAnswer;
  choice: CompareChoice;
}) {
  return (
    <details className="compare-table">
      <summary>
        <Trans>Bảng số liệu ({items.length} ô)</Trans>
      </summary>
      <div className="groups-scroll" tabIndex={0} role="region" aria-labelledby="compare-caption">
        <table className="groups-table">
          <caption id="compare-caption" className="sr-only">
            <Trans>Từng ô của hai kỳ</Trans>
          </caption>
          <thead>
            <tr>
              <th scope="col">
                <Trans>Giờ dân sự</Trans>
              </th>
              <th scope="col">
                <Trans>Kỳ này</Trans>
              </th>
              <th scope="col">
                <Trans>Bên kia lúc</Trans>
              </th>
              <th scope="col">
                <Trans>Kỳ kia</Trans>
              </th>
            </tr>
          </thead>
          <tbody>
            {items.map((item) => (
              <CompareRow key={item.start} item={item} choice={choice} />
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}

function CompareRow({ item, choice }: { item: CompareItem; choice: CompareChoice }) {
  const { ground } = useCentre();
  const { civil, start, other, now, before, isAhead } = item;
  const [day, time] = civil.split('T') as [string, string];
  const otherMs = other === null ? null : Date.parse(other);
  return (
    <tr>
      <th scope="row" className="num">
        {day.split('-').reverse().join('/')} {choice.window !== 'P1D' && time}
      </th>
      <td className="num">
        <BinCell value={now} startMs={Date.parse(start)} choice={choice} />
        {isAhead && (
          <small className="muted">
            {' '}
            <Trans>chưa hết</Trans>
          </small>
        )}
      </td>
      <td className="num">
        {otherMs === null ? (
          <small className="muted">
            <Trans>không có giờ này</Trans>
          </small>
        ) : (
          <>
            {formatDate(otherMs, ground.zone)} {choice.window !== 'P1D' && formatMinute(otherMs, ground.zone)}
          </>
        )}
      </td>
      <td className="num">
        {otherMs !== null && <BinCell value={before} startMs={otherMs} choice={choice} />}
      </td>
    </tr>
  );
}

function BinCell({
  value,
  startMs,
  choice: { what, domain, entity, metric, window, stat },
}: {
  value: CompareItem['now'];
  startMs: number;
  choice: CompareChoice;
}) {
  const locale = useLocale();
  if (value === null)
    return (
      <small className="muted">
        <Trans>không có số liệu</Trans>
      </small>
    );
  const hasReceipt = what === 'series' && entity !== '' && window !== 'P1D';
  const request: SeriesRequest | null = hasReceipt
    ? { kind: 'series', domain, entity, metric, window, startMs, stat }
    : null;
  return (
    <>
      <FigureButton request={request}>
        <b>{formatUpTo(value.value, 2, locale)}</b>
      </FigureButton>
      {what === 'series' && <small className="muted"> n={value.n}</small>}
    </>
  );
}
