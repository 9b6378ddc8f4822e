import { Trans } from '@lingui/react/macro';
import { useCentre } from '../../live/centre-context.ts';
import { GroupsView } from './groups-view.tsx';

/** All wards in which something happened, by name. */
export function AreasView() {
  const { ground } = useCentre();
  return (
    <GroupsView
      page="areas"
      names={new Map(ground.units.map(({ code, name }) => [code, name]))}
      title={<Trans>Phường, xã</Trans>}
      sub={({ items, nowhere = 0 }) => (
        <>
          <Trans>{items.length} nơi có sự cố, theo tên</Trans>
          {nowhere > 0 && (
            <>
              {' · '}
              <Trans>{nowhere} sự cố không rõ nơi chỉ nằm trong số toàn thành phố</Trans>
            </>
          )}
        </>
      )}
    />
  );
}
