import { Trans, useLingui } from '@lingui/react/macro';
import { ChevronLeft } from 'lucide-react';
import { Link } from 'wouter';
import { ScreensTile } from '../panels/walls/screens-tile.tsx';
import { BrandMark } from './brand.tsx';
import { Clock } from './clock.tsx';
import { DeskNav } from './desk-nav.tsx';
import type { DeskPageName } from './desk-nav.tsx';
import { FeedTile, LinkTile, SimulatedTile } from './link-tiles.tsx';
import { PersonMenu } from './person-menu.tsx';
import { RealmMenu } from './realm-menu.tsx';
import { LocaleSwitch } from './locale-switch.tsx';
import { NewBuildTile } from './new-build-tile.tsx';
import { SoundTile } from './sound-tile.tsx';
import { ThemeSwitch } from './theme-switch.tsx';

/** The top of a desk: where one is, whether the figures are alive, who one is, what time it is. */
export function DeskBar({ page, onBack = null }: { page: DeskPageName; onBack?: (() => void) | null }) {
  const { t } = useLingui();
  return (
    <header className="desk-bar">
      {onBack !== null && (
        <button className="desk-back" type="button" aria-label={t`Về danh sách`} onClick={onBack}>
          <ChevronLeft aria-hidden="true" />
        </button>
      )}
      <BrandMark />
      <h1>
        <Trans>Điều hành Đô thị</Trans>
      </h1>
      {/* Never moves away, whatever is scrolled. */}
      <div className="header-truth">
        <SimulatedTile />
        <LinkTile />
      </div>
      {/* In the hand one row that scrolls; sound and person stay at its end. */}
      <div className="desk-strip">
        <DeskNav page={page} />
        <div className="header-tiles">
          <NewBuildTile />
          <Link href="/desk/sources" className="tile-link">
            <FeedTile />
          </Link>
          <ScreensTile />
          <SoundTile />
          <RealmMenu />
          <PersonMenu />
          <ThemeSwitch />
          <LocaleSwitch />
        </div>
      </div>
      <Clock />
    </header>
  );
}
