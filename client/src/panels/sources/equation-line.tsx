import type { FeedEquation } from '../../live/feed-equation.ts';
import { formatNumber } from '../../ui/format.ts';
import { useLocale } from '../../ui/use-locale.ts';
import { ConservationBar } from '../conservation-bar.tsx';
import { EquationCheck } from '../feed-panel.tsx';

/** The law of one feed as a bar and as an equation: received = counted + duplicate + late + rejected, and whether it holds. */
export function EquationLine({ equation, isLarge = false }: { equation: FeedEquation; isLarge?: boolean }) {
  const locale = useLocale();
  const count = (value: number): string => formatNumber(value, 0, locale);
  const { received, counted, duplicate, late, rejected } = equation;
  return (
    <div className={`equation-line ${isLarge ? 'is-large' : ''}`}>
      <ConservationBar equation={equation} />
      <span className="num">
        <b>{count(received)}</b> = {count(counted)} + {count(duplicate)} + {count(late)} + {count(rejected)}{' '}
        <EquationCheck equation={equation} />
      </span>
    </div>
  );
}
