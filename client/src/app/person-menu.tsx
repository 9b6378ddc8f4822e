import { useLingui } from '@lingui/react/macro';
import { User } from 'lucide-react';
import { Suspense, useState } from 'react';
import { useCentre } from '../live/centre-context.ts';
import { PersonMenuList } from './lazy-panels.ts';
import './realm-menu.css';

/** Who sits here; behind it the own sessions and the way out. */
export function PersonMenu() {
  const { t } = useLingui();
  const { session } = useCentre();
  const [isShown, setShown] = useState(false);
  return (
    <span className="realm-menu person-menu">
      <button
        className="header-tile desk-who"
        type="button"
        aria-expanded={isShown}
        aria-haspopup="dialog"
        aria-label={t`${session.name} · ${session.role}: phiên của tôi, đăng xuất`}
        onClick={() => setShown((shown) => !shown)}
      >
        <User className="icon" aria-hidden="true" />
        <span className="clip" title={`${session.name} · ${session.role}`}>
          <b>{session.name}</b> · {session.role}
        </span>
      </button>
      {isShown && (
        <Suspense fallback={<div className="realm-list panel" aria-busy="true" />}>
          <PersonMenuList onClose={() => setShown(false)} />
        </Suspense>
      )}
    </span>
  );
}
