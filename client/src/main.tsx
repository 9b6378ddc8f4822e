import { startPage } from './app/start-page.tsx';
import { keepShell } from './connection/keep-shell.ts';
import { httpCentreApi } from './connection/http-centre-api.ts';
import { realmIn } from './live/realm.ts';

const realm = realmIn(location.search);
startPage({
  api: httpCentreApi(realm),
  realm,
  loadLink: async () => (await import('./connection/connect-live.ts')).connectLive,
});
keepShell();
