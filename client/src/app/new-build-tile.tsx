import { Trans, useLingui } from '@lingui/react/macro';
import { RefreshCw } from 'lucide-react';
import { useWaitingBuild } from './use-reload-on-new-build.ts';

/** A newer page is there: this one goes by itself when nobody works on it, or at once when it is pressed. Nothing while there is none. */
export function NewBuildTile() {
  const { t } = useLingui();
  const { isWaiting, go } = useWaitingBuild();
  if (!isWaiting) return null;
  return (
    <button
      className="header-tile new-build-tile"
      type="button"
      aria-label={t`Có bản mới: tải lại trang`}
      title={t`Trang tự tải lại khi không ai đang gõ hay đang gửi việc`}
      onClick={go}
    >
      <RefreshCw className="icon" aria-hidden="true" />
      <Trans>Bản mới</Trans>
    </button>
  );
}
