import { useLingui } from '@lingui/react/macro';
import { useEffect, useRef } from 'react';
import { Link } from 'wouter';
import { DeskNavMore } from './desk-nav-more.tsx';
import { DESK_PAGES } from './desk-pages.ts';
import { HelpButton } from './help-button.tsx';

/** The pages of a desk. */
export type DeskPageName =
  | 'desk'
  | 'incidents'
  | 'sources'
  | 'shift'
  | 'alarms'
  | 'rules'
  | 'trends'
  | 'systems'
  | 'accounts'
  | 'walls'
  | 'compare';

/** Where else one can go from a desk: what every shift uses in the bar, the rest behind one button. */
export function DeskNav({ page }: { page: DeskPageName }) {
  const { t, i18n } = useLingui();
  const box = useRef<HTMLElement>(null);
  useEffect(
    function showOwnPage() {
      // In the hand the pages are a row that scrolls: one sees where one is.
      const here = box.current?.querySelector('[aria-current=page], .is-here');
      here?.scrollIntoView({ inline: 'center', block: 'nearest' });
    },
    [page],
  );
  return (
    <nav ref={box} aria-label={t`Trang`}>
      {DESK_PAGES.filter(({ isEveryShift }) => isEveryShift).map(({ name, href, words }) => (
        <Link key={name} href={href} aria-current={page === name ? 'page' : undefined}>
          {i18n._(words)}
        </Link>
      ))}
      <DeskNavMore page={page} />
      <HelpButton page={page} />
    </nav>
  );
}
