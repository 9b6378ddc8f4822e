/**
 * Reads vector tiles out of PMTiles files by byte ranges. MapLibre asks for `base-map://<name>/<z>/<x>/<y>`; `openArchive` says
 * which file a name is. Faults are told, because MapLibre itself only leaves the tile empty: a map without streets looks like a
 * place without streets.
 */
import { addProtocol } from 'maplibre-gl';
import { PMTiles } from 'pmtiles';

const SCHEME = 'base-map';

interface OpenArchive {
  url: string;
  file: PMTiles;
  /** Null = the last tile that was asked for has come. */
  onFault: (fault: Error | null) => void;
}

const open = new Map<string, OpenArchive>();
let isInstalled = false;

/** Makes a file available under a new name, given back as the address of its tiles. */
export function openArchive(
  url: string,
  onFault: OpenArchive['onFault'],
): { tiles: string; file: PMTiles; close: () => void } {
  installProtocol();
  const name = crypto.randomUUID();
  const file = new PMTiles(url);
  open.set(name, { url, file, onFault });
  return { tiles: `${SCHEME}://${name}/{z}/{x}/{y}`, file, close: () => void open.delete(name) };
}

function installProtocol(): void {
  if (isInstalled) return;
  isInstalled = true;
  addProtocol(SCHEME, async ({ url }, abort) => {
    const [, name = '', z, x, y] = /^[^:]+:\/\/([^/]+)\/(\d+)\/(\d+)\/(\d+)$/.exec(url) ?? [];
    const archive = open.get(name);
    // Of a map that is gone: nobody waits for this tile any more.
    if (archive === undefined) return { data: new ArrayBuffer() };
    try {
      const tile = await archive.file.getZxy(Number(z), Number(x), Number(y), abort.signal);
      archive.onFault(null);
      return { data: tile?.data ?? new ArrayBuffer() };
    } catch (error) {
      if (!abort.signal.aborted) {
        // What it has read of a file that could not be read is not to be trusted.
        archive.file = new PMTiles(archive.url);
        archive.onFault(error instanceof Error ? error : new Error(String(error)));
      }
      throw error;
    }
  });
}
