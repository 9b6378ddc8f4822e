import { startPage } from './app/start-page.tsx';
import { connectLive } from './connection/connect-live.ts';
import { httpCentreApi } from './connection/http-centre-api.ts';

startPage({ api: httpCentreApi(), connect: connectLive });
