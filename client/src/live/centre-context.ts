import { createContext, useContext } from 'react';
import { assert } from '@metropane/base';
import type { CentreApi, Session } from './centre-port.ts';
import type { CityGround } from './city-ground.ts';
import type { LiveStore } from './live-store.ts';

/** All that a page knows of the centre; one object for the page's lifetime. */
export interface Centre {
  live: LiveStore;
  api: CentreApi;
  ground: CityGround;
  session: Session;
}

export const CentreContext = createContext<Centre | null>(null);

/** Throws outside a page that has a centre. */
export function useCentre(): Centre {
  const centre = useContext(CentreContext);
  assert(centre !== null, 'a page stands inside CentreContext');
  return centre;
}
