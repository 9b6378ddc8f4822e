import { Trans } from '@lingui/react/macro';
import { WifiOff } from 'lucide-react';
import { useCentre } from '../live/centre-context.ts';
import { useLink } from '../live/use-live.ts';
import { useLocalNowMs } from '../live/use-now.ts';
import { formatElapsed, formatTime } from '../ui/format.ts';
import { useLocale } from '../ui/use-locale.ts';

/** Says that nothing arrives any more, since when, and as of when the figures are. Neither alarm nor accent hue. */
export function LostLinkBand() {
  const link = useLink();
  const { ground, live } = useCentre();
  const locale = useLocale();
  const nowMs = useLocalNowMs();
  if (link.phase !== 'lost' || link.lastHeardMs === null) return null;
  const elapsed = formatElapsed(nowMs - link.lastHeardMs, locale);
  const asOf = formatTime(
    live.state.atMs === 0 ? (link.lastServerTimeMs ?? 0) : live.state.atMs,
    ground.zone,
  );
  const { attempts, refusal } = link;
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
