import { useLingui } from '@lingui/react/macro';
import { cityDomain } from '@metropane/city';
import { useCentre } from '../live/centre-context.ts';
import { useLocale } from '../ui/use-locale.ts';
import { useStanding } from './map-furniture.ts';

const MOST_CHIPS = 6;

/** Which layers a wall shows: words, because nobody can press them. A desk has its tools (map/tools) instead. */
export function LayerChips({
  shown = null,
}: {
  /** Only these; null = all. */
  shown?: readonly string[] | null;
}) {
  const { t } = useLingui();
  const locale = useLocale();
  const standing = useStanding();
  const { ground } = useCentre();
  const layers = ground.layers.filter(({ id }) => shown?.includes(id) ?? true).slice(0, MOST_CHIPS);
  if (layers.length === 0) return null;
  return (
    <div className="map-tile map-chips" ref={standing} role="group" aria-label={t`Lớp bản đồ`}>
      {layers.map(({ id }) => (
        <span key={id} className="map-chip is-on">
          {cityDomain(id)?.name[locale] ?? id}
        </span>
      ))}
    </div>
  );
}
