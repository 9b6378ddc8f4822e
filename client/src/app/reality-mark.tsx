import { Trans } from '@lingui/react/macro';
import { useCentre } from '../live/centre-context.ts';
import { LIVE } from '../live/realm.ts';
import { useIsSimulated } from './link-tiles.tsx';
import './exercise-banner.css';

/** What a dialog that lies over the page must say again: that its figures are of an exercise, or of a simulator. */
export function RealityMark() {
  const { session } = useCentre();
  const isSimulated = useIsSimulated();
  if (session.realm !== LIVE) {
    return (
      <p className="reality-mark is-exercise">
        <Trans>DIỄN TẬP – KHÔNG PHẢI SỰ KIỆN THẬT</Trans>
      </p>
    );
  }
  if (!isSimulated) return null;
  return (
    <p className="reality-mark">
      <Trans>DỮ LIỆU MÔ PHỎNG</Trans>
    </p>
  );
}
