import { Trans } from '@lingui/react/macro';
import { cityDomain } from '@metropane/city';
import { Link } from 'wouter';
import { formatNumber } from '../../ui/format.ts';
import { inLocale, useLocale } from '../../ui/use-locale.ts';
import type { InsightAnswer, NamedThing } from './insight-answers.ts';
import { NetworkDiagram } from './network-diagram.tsx';

/** Neighbours over the networks, in space, and in the ward. */
export function AroundPanel({ answer }: { answer: InsightAnswer }) {
  const { near, nearInAll, ward } = answer;
  const locale = useLocale();
  return (
    <section className="panel insight-panel around-panel">
      <header className="panel-head">
        <h2>
          <Trans>Lân cận</Trans>
        </h2>
        <span className="panel-sub clip">
          <Trans>trên mạng lưới, trong 3 km, trong phường</Trans>
        </span>
      </header>
      <NetworkDiagram answer={answer} />
      <div className="around-lists">
        <div>
          <h3>
            <Trans>
              Gần nhất ({near.length}/{nearInAll})
            </Trans>
          </h3>
          {near.length === 0 ? (
            <p className="muted">
              <Trans>Không có điểm đo nào trong 3 km, hoặc sự cố không có vị trí.</Trans>
            </p>
          ) : (
            <ul>
              {near.map((thing) => (
                <li key={thing.key}>
                  <Thing thing={thing} />
                  <span className="num muted">{formatNumber(thing.distanceM / 1_000, 2, locale)} km</span>
                </li>
              ))}
            </ul>
          )}
        </div>
        <div>
          <h3>
            {ward === null ? (
              <Trans>Không rõ phường</Trans>
            ) : (
              <Link href={`/desk/areas/${encodeURIComponent(ward.code)}`}>
                <Trans>
                  {ward.name}: {ward.inAll} điểm đo
                </Trans>
              </Link>
            )}
          </h3>
          <ul>
            {ward?.things.slice(0, near.length === 0 ? 12 : near.length).map((thing) => (
              <li key={thing.key}>
                <Thing thing={thing} />
              </li>
            ))}
          </ul>
        </div>
      </div>
    </section>
  );
}

function Thing({ thing: { key, name } }: { thing: NamedThing }) {
  const locale = useLocale();
  const code = key.slice(0, key.indexOf('/'));
  const kind = cityDomain(code)?.name;
  return (
    <span className="clip" title={key}>
      {inLocale(name, locale)}{' '}
      <small className="muted">{kind === undefined ? code : inLocale(kind, locale)}</small>
    </span>
  );
}
