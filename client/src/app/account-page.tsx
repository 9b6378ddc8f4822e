import { useLocation } from 'wouter';
import { useIsLinkLost } from '../live/use-is-link-lost.ts';
import { AccountView } from '../panels/account/account-view.tsx';
import { DeskBar } from './desk-bar.tsx';
import { LostLinkBand } from './lost-link-band.tsx';
import './header.css';
import './desk-page.css';
import './desk-page-narrow.css';

/** Who may get in: people, machines, walls, and the own sessions. `code`: the short code of a wall that waits. */
export function AccountPage({ section, code }: { section: string | null; code: string | null }) {
  const [, navigate] = useLocation();
  const isLost = useIsLinkLost();
  return (
    <div className={`desk desk-plain ${isLost ? 'is-lost' : ''}`}>
      <LostLinkBand />
      <DeskBar page="accounts" onBack={() => navigate('/desk')} />
      <AccountView section={section} code={code} />
    </div>
  );
}
