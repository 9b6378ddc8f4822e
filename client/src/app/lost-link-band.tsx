import { Trans } from '@lingui/react/macro';
import { WifiOff } from 'lucide-react';
import { useCentre } from '../live/centre-context.ts';
import { useIsLinkLost } from '../live/use-is-link-lost.ts';
import { useLocalNowMs } from '../live/use-now.ts';
import { formatElapsed, formatTime } from '../ui/format.ts';
import { useLocale } from '../ui/use-locale.ts';

/** Says that nothing arrives any more, since when, and as of when the figures are. Neither alarm nor accent hue. */
export function LostLinkBand() {
  const { ground, live } = useCentre();
  const locale = useLocale();
  const nowMs = useLocalNowMs();
  const isLost = useIsLinkLost();
  const { lastHeardMs, lastServerTimeMs, attempts, refusal } = live.link.getState();
  if (!isLost || lastHeardMs === null) return null;
  const elapsed = formatElapsed(nowMs - lastHeardMs, locale);
  const asOf = formatTime(live.state.atMs === 0 ? (lastServerTimeMs ?? 0) : live.state.atMs, ground.zone);
  return (
    <div className="lost-band" role="alert">
      <WifiOff className="icon" aria-hidden="true" />
      <strong>
        <Trans>MẤT KẾT NỐI</Trans> <span className="num">{elapsed}</span>
      </strong>
      <span className="lost-detail">
        <Trans>số liệu cuối {asOf}</Trans>
        {refusal === null
          ? attempts > 0 && <Trans> · nối lại lần {attempts}</Trans>
          : ` · ${refusal.message}`}
      </span>
    </div>
  );
}
