import { Trans } from '@lingui/react/macro';

/** Colours that carry a meaning, each with its name: what the computed tests of tokens compare, for the eye. */
const GROUPS: Readonly<Record<string, readonly string[]>> = {
  surfaces: ['bg0', 'bg1', 'bg2', 'bg3', 'selected', 'line', 'line2'],
  text: ['t1', 't2', 't3', 'p1t', 'p2t', 'p3t', 'p4t'],
  priorities: ['p1', 'p2', 'p3', 'p4'],
  states: ['ok', 'accent', 'data', 'bar', 'band', 'tick', 'inverse'],
  traffic: ['map-flow-0', 'map-flow-1', 'map-flow-2', 'map-flow-3', 'map-flow-4'],
  heat: ['heat-0', 'heat-1', 'heat-2', 'heat-3', 'heat-4', 'heat-5'],
};

export function GalleryTokens() {
  return (
    <section className="gallery-piece">
      <h2>
        <Trans>Màu có nghĩa</Trans>
      </h2>
      {Object.entries(GROUPS).map(([group, tokens]) => (
        <ul key={group} className="gallery-tokens" aria-label={group}>
          {tokens.map((token) => (
            <li key={token}>
              <svg viewBox="0 0 10 10" aria-hidden="true">
                <rect width="10" height="10" fill={`var(--${token})`} />
              </svg>
              <code>{token}</code>
            </li>
          ))}
        </ul>
      ))}
    </section>
  );
}
