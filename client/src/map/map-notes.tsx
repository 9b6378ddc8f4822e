import { Trans } from '@lingui/react/macro';
import { MapPinOff } from 'lucide-react';
import { useCentre } from '../live/centre-context.ts';
import type { BaseMapState } from './choose-base.ts';
import { useStanding } from './map-furniture.ts';

/** What the ground of the map is worth: whose it is, which boundaries are not the legal ones, and what of it is missing. */
export function MapNotes({ state }: { state: BaseMapState | null }) {
  const { ground } = useCentre();
  const standing = useStanding();
  const isDerived = (state?.isOwn ?? true) && ground.units.some(({ derived }) => derived === true);
  return (
    <div className="map-notes" ref={standing} role="status">
      {state !== null && state.tileFault !== null && (
        <p className="map-fault" title={state.tileFault}>
          <MapPinOff className="icon" aria-hidden="true" />
          <Trans>Bản đồ nền không tải được; số liệu vẫn cập nhật</Trans>
        </p>
      )}
      {state !== null && state.foreignFault !== null && (
        <p className="map-fault" title={state.foreignFault}>
          <MapPinOff className="icon" aria-hidden="true" />
          <Trans>Không có bản đồ ngoài; đang dùng bản đồ của hệ thống</Trans>
        </p>
      )}
      {isDerived && (
        <p>
          <Trans>Ranh giới phường, xã: suy ra, không pháp lý</Trans>
        </p>
      )}
      {state !== null && state.attribution !== null && <p>{state.attribution}</p>}
    </div>
  );
}
