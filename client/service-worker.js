/**
 * Keeps the shell of the page on this device, so that it opens without the centre: the page itself and its scripts, styles, fonts and
 * icons. Never an answer of the centre: what is shown without it would be old figures that look like new ones. Everything but the shell
 * goes to the network as if this file were not there. `SHELL` and `BUILD` are put in by the build.
 */
const SHELL = [];
const BUILD = 'none';

const CACHE = `metropane-shell-${BUILD}`;
/** A page that is open across an update still asks for the pieces of its own build. */
const KEPT_BUILDS = 2;
/** A centre that accepts and does not answer must not keep a person before an empty window. */
const PATIENCE_MS = 6_000;
const PAGES = /^\/(?:$|desk(?:\/|$)|wall\/|signin$|gallery$)/;
const PIECES = /^\/(?:assets\/|icons\/|favicon\.svg$|manifest\.webmanifest$)/;

self.addEventListener('install', (event) => {
  event.waitUntil(
    caches
      .open(CACHE)
      .then((cache) => cache.addAll(SHELL))
      .then(() => self.skipWaiting()),
  );
});

self.addEventListener('activate', (event) => {
  event.waitUntil(
    caches
      .keys()
      .then((names) => {
        const shells = names.filter((name) => name.startsWith('metropane-shell-'));
        const old = shells.filter((name) => name !== CACHE).slice(0, -(KEPT_BUILDS - 1));
        return Promise.all(old.map((name) => caches.delete(name)));
      })
      .then(() => self.clients.claim()),
  );
});

self.addEventListener('fetch', (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== 'GET' || origin !== self.location.origin) return;
  if (request.mode === 'navigate') {
    if (PAGES.test(pathname)) event.respondWith(openPage(request));
    return;
  }
  if (PIECES.test(pathname)) event.respondWith(bringPiece(request));
});

/** The centre's own page while it answers; else the kept one, which asks the centre itself and says that it cannot be reached. */
async function openPage(request) {
  const kept = (await caches.open(CACHE)).match('/');
  try {
    const fresh = await fetch(request, { signal: AbortSignal.timeout(PATIENCE_MS) });
    // A page that is being served by a broken proxy is no page: 5xx falls back like silence.
    if (fresh.status < 500) return fresh;
    return (await kept) ?? fresh;
  } catch (error) {
    const page = await kept;
    if (page === undefined) throw error;
    return page;
  }
}

/** Names of pieces carry their hash: what is kept is right for ever. */
async function bringPiece(request) {
  const kept = await caches.match(request);
  if (kept !== undefined) return kept;
  const fresh = await fetch(request);
  if (fresh.ok && fresh.type === 'basic') {
    const cache = await caches.open(CACHE);
    await cache.put(request, fresh.clone());
  }
  return fresh;
}
