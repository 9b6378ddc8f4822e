import { Trans } from '@lingui/react/macro';
import { Link } from 'wouter';
import { formatNumber } from '../../ui/format.ts';
import { useLocale } from '../../ui/use-locale.ts';
import { MedianCell, ShareCell } from './figure-cells.tsx';
import type { GroupFigures } from './group-answers.ts';

export interface NamedGroup {
  code: string;
  name: string;
  href: string | null;
  figures: GroupFigures;
}

/** Wards or agencies beside each other by name: an order of merit by counts would rank who has most to do last. */
export function GroupsTable({
  groups,
  city,
  hasAnswers = false,
}: {
  groups: readonly NamedGroup[];
  city: NamedGroup;
  hasAnswers?: boolean;
}) {
  return (
    <div className="groups-scroll" tabIndex={0} role="region" aria-labelledby="groups-caption">
      <table className="groups-table">
        <caption id="groups-caption" className="sr-only">
          <Trans>Số liệu theo tên, không xếp hạng</Trans>
        </caption>
        <thead>
          <tr>
            <th scope="col">
              <Trans>Tên</Trans>
            </th>
            <th scope="col" className="group-count">
              <Trans>Mở</Trans>
            </th>
            <th scope="col" className="group-count">
              <Trans>Đóng</Trans>
            </th>
            <th scope="col" className="group-count">
              <Trans>Còn mở</Trans>
            </th>
            <th scope="col" className="group-count">
              <Trans>Tin báo</Trans>
            </th>
            <th scope="col">
              <Trans>Xác nhận đúng hạn</Trans>
            </th>
            <th scope="col">
              <Trans>Tới nơi đúng hạn</Trans>
            </th>
            <th scope="col">
              <Trans>Đóng đúng hạn</Trans>
            </th>
            {hasAnswers && (
              <th scope="col">
                <Trans>Trả lời đúng hạn</Trans>
              </th>
            )}
            <th scope="col">
              <Trans>Trung vị xác nhận</Trans>
            </th>
            <th scope="col">
              <Trans>Trung vị tới nơi</Trans>
            </th>
            <th scope="col">
              <Trans>Trung vị đóng</Trans>
            </th>
          </tr>
        </thead>
        <tbody>
          <GroupRow group={city} hasAnswers={hasAnswers} isCity />
          {groups.map((group) => (
            <GroupRow key={group.code} group={group} hasAnswers={hasAnswers} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function GroupRow({
  group: { name, href, figures },
  hasAnswers,
  isCity = false,
}: {
  group: NamedGroup;
  hasAnswers: boolean;
  isCity?: boolean;
}) {
  const locale = useLocale();
  const { clocks, answers } = figures;
  const counts = [figures.opened, figures.closed, figures.openNow, figures.reports];
  return (
    <tr className={isCity ? 'is-city' : ''}>
      <th scope="row">{href === null ? name : <Link href={href}>{name}</Link>}</th>
      {counts.map((count, index) => (
        <td key={index} className="num group-count">
          {formatNumber(count, 0, locale)}
        </td>
      ))}
      <td>
        <ShareCell figure={clocks.acknowledged.inTime} />
      </td>
      <td>
        <ShareCell figure={clocks['on-scene'].inTime} />
      </td>
      <td>
        <ShareCell figure={clocks.closed.inTime} />
      </td>
      {hasAnswers && <td>{answers !== undefined && <ShareCell figure={answers} />}</td>}
      <td>
        <MedianCell figure={clocks.acknowledged.median} />
      </td>
      <td>
        <MedianCell figure={clocks['on-scene'].median} />
      </td>
      <td>
        <MedianCell figure={clocks.closed.median} />
      </td>
    </tr>
  );
}
