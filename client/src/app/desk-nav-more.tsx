import { Trans, useLingui } from '@lingui/react/macro';
import { ChevronDown } from 'lucide-react';
import { useEffect, useId, useRef, useState } from 'react';
import type { RefObject } from 'react';
import { Link } from 'wouter';
import { useCentre } from '../live/centre-context.ts';
import { withRealm } from '../live/realm.ts';
import type { DeskPageName } from './desk-nav.tsx';
import { DESK_PAGES } from './desk-pages.ts';
import './desk-nav-more.css';

/** The pages that a shift needs now and then. The button has the name of the one that is open. */
export function DeskNavMore({ page }: { page: DeskPageName }) {
  const { t, i18n } = useLingui();
  const { session } = useCentre();
  const [isShown, setShown] = useState(false);
  const box = useRef<HTMLSpanElement>(null);
  const listId = useId();
  useCloseOutside(box, isShown, () => setShown(false));
  const entries = [
    ...DESK_PAGES.filter(({ isEveryShift }) => !isEveryShift).map(({ name, href, words }) => ({
      ...{ name, href, words: i18n._(words) },
    })),
    ...(MAY_LET_IN.has(session.role)
      ? [{ name: 'accounts', href: '/desk/accounts', words: t`Quyền vào` }]
      : []),
    { name: 'walls', href: '/desk/walls', words: t`Tường màn hình` },
  ];
  const here = entries.find(({ name }) => name === page);
  return (
    <span className="nav-more" ref={box}>
      <button
        type="button"
        aria-expanded={isShown}
        aria-controls={listId}
        className={here === undefined ? '' : 'is-here'}
        onClick={() => setShown((shown) => !shown)}
      >
        {here?.words ?? <Trans>Thêm</Trans>}
        <ChevronDown aria-hidden="true" />
      </button>
      {isShown && (
        <ul id={listId} className="panel">
          {entries.map(({ name, href, words }) => (
            <li key={name}>
              <Link
                href={href}
                aria-current={page === name ? 'page' : undefined}
                onClick={() => setShown(false)}
              >
                {words}
              </Link>
            </li>
          ))}
          <li>
            <a href={withRealm('/wall/main/1', session.realm)}>
              <Trans>Màn hình tường</Trans>
            </a>
          </li>
        </ul>
      )}
    </span>
  );
}

/** Accounts are for admins, walls for supervisors too; everybody else finds the own sessions under the own name. */
const MAY_LET_IN = new Set(['supervisor', 'admin']);

/** Escape gives the focus back to the button; a press or a focus elsewhere just closes. */
function useCloseOutside(box: RefObject<HTMLElement | null>, isShown: boolean, close: () => void): void {
  const onClose = useRef(close);
  useEffect(function keepNewest() {
    onClose.current = close;
  });
  useEffect(
    function listen() {
      if (!isShown) return;
      const leave = (event: Event): void => {
        if (!box.current?.contains(event.target as Node)) onClose.current();
      };
      const escape = (event: KeyboardEvent): void => {
        if (event.key !== 'Escape') return;
        event.stopPropagation();
        onClose.current();
        box.current?.querySelector('button')?.focus();
      };
      document.addEventListener('pointerdown', leave);
      document.addEventListener('focusin', leave);
      document.addEventListener('keydown', escape, true);
      return () => {
        document.removeEventListener('pointerdown', leave);
        document.removeEventListener('focusin', leave);
        document.removeEventListener('keydown', escape, true);
      };
    },
    [box, isShown],
  );
}
