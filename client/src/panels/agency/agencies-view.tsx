import { Trans } from '@lingui/react/macro';
import { useCentre } from '../../live/centre-context.ts';
import { inLocale, useLocale } from '../../ui/use-locale.ts';
import { GroupsView } from '../area/groups-view.tsx';

/** All agencies that were asked to act, by name. */
export function AgenciesView() {
  const { ground } = useCentre();
  const locale = useLocale();
  return (
    <GroupsView
      page="agencies"
      names={new Map(ground.agencies?.map(({ id, name }) => [id, inLocale(name, locale)]))}
      title={<Trans>Đơn vị</Trans>}
      sub={({ items }) => (
        <Trans>{items.length} đơn vị được giao việc; một sự cố có thể tính cho nhiều đơn vị</Trans>
      )}
      none={<Trans>Chưa đơn vị nào được giao việc trong sổ.</Trans>}
      hasAnswers
    />
  );
}
